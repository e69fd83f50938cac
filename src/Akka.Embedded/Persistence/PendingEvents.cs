using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence;

/// <param name="HoldsCommands">Commands wait until the handler has run.</param>
internal readonly record struct PendingHandler(Action<object> Handle, bool HoldsCommands);

/// <summary>Events of one persistent actor on their way: what is to be written next, and the handlers that run when it is.</summary>
internal sealed class PendingEvents(string persistenceId, string writer)
{
    private readonly Queue<PendingHandler> _handlers = [];
    private List<IPersistentEnvelope> _batch = [];
    private int _holding;

    /// <summary>The number of the last event that was made, written or not.</summary>
    public long SequenceNr { get; set; }

    public bool Writing { get; set; }

    public bool HoldsCommands => _holding > 0;

    public bool IsEmpty => _handlers.Count == 0;

    public void Add<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler, bool holdsCommands, IActorRef sender, long timestamp)
    {
        var made = ImmutableArray.CreateBuilder<IPersistentRepresentation>();
        foreach (var e in events)
        {
            Expect(e, handler, holdsCommands);
            made.Add(new Persistent(e!, ++SequenceNr, persistenceId, sender: sender, writerGuid: writer, timestamp: timestamp));
        }

        if (made.Count > 0)
            _batch.Add(new AtomicWrite(made.ToImmutable()));
    }

    public void Defer<TEvent>(TEvent e, Action<TEvent> handler, IActorRef sender)
    {
        Expect(e, handler, holdsCommands: false);
        _batch.Add(new NonPersistentMessage(e!, sender));
    }

    /// <summary>Sends what is waiting, unless an earlier write is under way: writes of one actor never overtake each other.</summary>
    public void Flush(IActorRef journal, IActorRef self, int instance)
    {
        if (Writing || _batch.Count == 0)
            return;
        Writing = true;
        journal.Tell(new WriteMessages(_batch, self, instance), self);
        _batch = [];
    }

    public void RunNext(object payload) => _handlers.Peek().Handle(payload);

    public void DropNext()
    {
        if (_handlers.Dequeue().HoldsCommands)
            _holding--;
    }

    private void Expect<TEvent>(TEvent e, Action<TEvent> handler, bool holdsCommands)
    {
        ArgumentNullException.ThrowIfNull(e);
        _handlers.Enqueue(new PendingHandler(payload => handler((TEvent)payload), holdsCommands));
        if (holdsCommands)
            _holding++;
    }
}
