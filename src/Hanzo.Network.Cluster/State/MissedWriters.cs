using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.State.StateProtocol;

namespace Hanzo.Network.Cluster.State;

/// <summary>
/// Reads what nodes wrote that are not there, as far as this node shares their journals; those of others tell it themselves when
/// they are back. A journal that cannot be read now is tried again. The parent, <see cref="SharedState"/>, hears of what was found.
/// </summary>
internal sealed class MissedWriters : ReceiveActor, IWithTimers
{
    /// <summary>Until this node is a member: who is Up knows who else is.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    private readonly StateServices _services;
    private readonly MissedNodes _missed;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly IActorRef _parent = Context.Parent;
    private readonly CancellationTokenSource _stopped = new();
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    /// <summary>By node: how far its journal has been read. Only the one reading under way looks at it.</summary>
    private readonly Dictionary<string, StateWriter> _writers = new(StringComparer.Ordinal);

    private ImmutableArray<string> _met = [];
    private bool _isReading;

    public MissedWriters(StateServices services)
    {
        (_services, _missed) = (services, new MissedNodes(services.NodeId));
        Receive<Opened>(OnOpened);
        Receive<Look>(_ => OnLook());
        Receive<Finished>(OnFinished);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(StateServices services) => Akka.Actor.Props.Create(() => new MissedWriters(services));

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void OnOpened(Opened opened)
    {
        _met = opened.Met;
        LookIn(Soon);
    }

    private void LookIn(TimeSpan delay) => Timers.StartSingleTimer(nameof(Look), Look.Instance, delay);

    private void OnLook()
    {
        var isUp = _cluster.State.Members.Any(member =>
            member.Status is MemberStatus.Up && member.UniqueAddress.Equals(_cluster.SelfUniqueAddress));
        LookIn(isUp ? Again : Soon);
        if (_isReading || !isUp) return;
        var present = _cluster.State.Members.Select(NodeRole.NodeIdOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (_missed.Due(_services.Board.Writers.Concat(_met), present) is not { Count: > 0 } due) return;
        _isReading = true;
        ReadAllAsync(due, _stopped.Token).PipeTo(Self);
    }

    private void OnFinished(Finished finished)
    {
        _isReading = false;
        foreach (var (node, _, error) in finished.Journals)
        {
            if (error is null)
            {
                _unreadable.Remove(node);
                _missed.HasRead(node);
            }
            else if (_unreadable.Add(node))
            {
                StateLog.MissedUnreadable(_services.Log, node, error);
            }
        }

        var events = finished.Journals.Sum(journal => journal.Events);
        if (events == 0) return;
        StateLog.MissedFound(_services.Log, events);
        _parent.Tell(Revived.Instance);
    }

    /// <summary>One that cannot be read does not keep the others from being read.</summary>
    private async Task<Finished> ReadAllAsync(IReadOnlyList<string> nodes, CancellationToken cancellation)
    {
        var journals = ImmutableArray.CreateBuilder<Journal>();
        foreach (var node in nodes) journals.Add(await ReadAsync(node, cancellation));
        return new Finished(journals.ToImmutable());
    }

    private async Task<Journal> ReadAsync(string node, CancellationToken cancellation)
    {
        if (!_writers.TryGetValue(node, out var writer)) _writers[node] = writer = new StateWriter(_services.Board, node);
        var journal = StateWriter.PersistenceIdOf(_services.Network, node);
        var before = writer.Journaled;
        try
        {
            await foreach (var stored in _services.Store.ReadAsync(journal, before + 1, cancellation))
                writer.Replay(stored.Manifest, stored.Payload.Span);
            return new Journal(node, writer.Journaled - before, null);
        }
        catch (Exception error)
        {
            return new Journal(node, writer.Journaled - before, error);
        }
    }

    /// <param name="Error">Null: it was read to its end.</param>
    private sealed record Journal(string Node, long Events, Exception? Error);

    private sealed record Finished(ImmutableArray<Journal> Journals);

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }
}
