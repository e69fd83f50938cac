using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace Akka.Contract.Tests.Persistence;

/// <summary>A journal plugin that notes what is asked of it, fails on request and answers asynchronously.</summary>
internal sealed class NotebookJournal : AsyncWriteJournal
{
    public const int Unwritable = -1;
    public const int Unwelcome = -2;
    public const string Unreadable = "unreadable";
    public const string Gated = "gated";

    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorSystem _owner;
    private readonly List<string> _notes = [];
    private readonly List<IPersistentRepresentation> _events = [];

    public NotebookJournal(Config config)
    {
        _owner = Context.System;
        if (config.HasPath("shelf"))
            _notes.Add($"shelf {config.GetString("shelf")}");
    }

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr)
    {
        Note($"highest {persistenceId} from {fromSequenceNr}");
        await Task.Yield();
        if (persistenceId.StartsWith(Gated, StringComparison.Ordinal))
            await _gate.Task;
        lock (_events)
            return Of(persistenceId).Select(e => e.SequenceNr).DefaultIfEmpty(persistenceId == Unreadable ? 1 : 0).Max();
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        Note($"replay {persistenceId} {fromSequenceNr}..{toSequenceNr} max {max}");
        await Task.Yield();
        if (persistenceId == Unreadable)
            throw new InvalidOperationException("pages torn");
        lock (_events)
        {
            foreach (var e in Of(persistenceId).Where(e => e.SequenceNr >= fromSequenceNr && e.SequenceNr <= toSequenceNr))
                recoveryCallback(new Persistent(e.Payload, e.SequenceNr, persistenceId, e.Manifest, writerGuid: e.WriterGuid));
        }
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        var writes = messages.ToList();
        foreach (var write in writes)
            Note($"write {write.PersistenceId} {write.LowestSequenceNr}..{write.HighestSequenceNr}");
        await Task.Yield();
        if (writes.SelectMany(Events).Any(e => e.Payload is Added { Value: Unwritable }))
            throw new InvalidOperationException("out of ink");
        return writes.Select(Write).ToImmutableList()!;
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr)
    {
        lock (_events)
            _events.RemoveAll(e => e.PersistenceId == persistenceId && e.SequenceNr <= toSequenceNr);
        return Task.CompletedTask;
    }

    protected override bool ReceivePluginInternal(object message)
    {
        switch (message)
        {
            case "notes":
                lock (_notes)
                    Sender.Tell(_notes.ToArray());
                return true;
            case "writers":
                lock (_events)
                    Sender.Tell(_events.Select(e => e.WriterGuid).ToArray());
                return true;
            case "owner":
                Sender.Tell(_owner.Name);
                return true;
            case "open":
                _gate.TrySetResult();
                return true;
            default:
                return false;
        }
    }

    private static IImmutableList<IPersistentRepresentation> Events(AtomicWrite write) =>
        (IImmutableList<IPersistentRepresentation>)write.Payload;

    private Exception? Write(AtomicWrite write)
    {
        if (Events(write).Any(e => e.Payload is Added { Value: Unwelcome }))
            return new InvalidOperationException("not this one");
        lock (_events)
            _events.AddRange(Events(write));
        return null;
    }

    private IEnumerable<IPersistentRepresentation> Of(string id) => _events.Where(e => e.PersistenceId == id);

    private void Note(string note)
    {
        lock (_notes)
            _notes.Add(note);
    }
}
