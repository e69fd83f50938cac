using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.State.StateProtocol;

namespace Hanzo.Network.Cluster.State;

/// <summary>
/// Reads what nodes wrote that are not there, as far as this node shares their journals; those of others tell it themselves when
/// they are back. Who is not there may be alive elsewhere, and write on: what is added is looked for again and again. The parent,
/// <see cref="SharedState"/>, hears of what was found.
/// </summary>
internal sealed class MissedWriters : ReceiveActor, IWithTimers
{
    /// <summary>Until this node is a member: who is Up knows who else is.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    private readonly StateServices _services;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly IActorRef _parent = Context.Parent;
    private readonly CancellationTokenSource _stopped = new();
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private readonly MissedJournals _journals;
    private ImmutableArray<string> _met = [];
    private bool _isReading;

    public MissedWriters(StateServices services)
    {
        (_services, _journals) = (services, new MissedJournals(services));
        Receive<Opened>(OnOpened);
        Receive<Look>(_ => OnLook());
        Receive<MissedJournals.Finished>(OnFinished);
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
        var isUp = StateOwner.IsUp(_cluster);
        LookIn(isUp ? Again : Soon);
        if (_isReading || !isUp) return;
        var present = _cluster.State.Members.Select(NodeRole.NodeIdOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (MissedNodes.Of(_services.Board.Writers.Concat(_met), _services.NodeId, present) is not { Count: > 0 } due) return;
        _isReading = true;
        _journals.ReadAllAsync(due, _stopped.Token).PipeTo(Self);
    }

    private void OnFinished(MissedJournals.Finished finished)
    {
        _isReading = false;
        foreach (var (node, _, error) in finished.Journals)
        {
            if (error is null) _unreadable.Remove(node);
            else if (_unreadable.Add(node)) StateLog.MissedUnreadable(_services.Log, node, error);
        }

        var events = finished.Journals.Sum(journal => journal.Events);
        if (events == 0) return;
        StateLog.MissedFound(_services.Log, events);
        _parent.Tell(Revived.Instance);
    }

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }
}
