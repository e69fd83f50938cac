using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>
/// Knows every member: who it is, what it offers, how it does. Each directory talks to each other one directly, once a
/// second and on every change of its own description.
/// </summary>
internal sealed class NodeDirectory : ReceiveActor, IWithTimers
{
    public const string Name = "directory";

    /// <summary>Notes held back until the next second tells them; older ones give way.</summary>
    private const int MaxPendingNotes = 50;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly DirectorySettings _settings;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly Dictionary<long, long> _pings = [];
    private ImmutableArray<RunNote> _pending = [];
    private NodeDescription _self;
    private DirectoryState _state;
    private long _publishedShape = -1;
    private long _sequence;

    public NodeDirectory(DirectorySettings settings)
    {
        _settings = settings;
        _self = settings.Self.Continuing(settings.Board.Current);
        _state = DirectoryState.Start(_cluster.SelfAddress.ToString(), _self, settings.Board.Current);

        Receive<ClusterEvent.CurrentClusterState>(OnState);
        Receive<ClusterEvent.IMemberEvent>(OnMember);
        Receive<ClusterEvent.IReachabilityEvent>(OnReachability);
        Receive<Tick>(_ => OnTick());
        Receive<NodePing>(OnPing);
        Receive<NodePong>(OnPong);
        Receive<NodeDescribed>(OnDescribed);
        Receive<CurrentShardRegionState>(OnSlots);
        Receive<Drain>(_ => Describe(_self with { Draining = true }));
        Receive<NoteRun>(OnNote);
        Receive<RunsNoted>(OnNotes);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(DirectorySettings settings) => Akka.Actor.Props.Create(() => new NodeDirectory(settings));

    protected override void PreStart()
    {
        _cluster.Subscribe(
            Self,
            ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot,
            typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.IReachabilityEvent));
        Context.System.EventStream.Subscribe(Self, typeof(NoteRun));
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Period);
        Publish();
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void OnState(ClusterEvent.CurrentClusterState state)
    {
        foreach (var member in state.Members) Change(s => s.Member(Key(member), member.UniqueAddress.Uid, MembershipOf(member.Status)));
        foreach (var member in state.Unreachable) Change(s => s.Reachability(Key(member), member.UniqueAddress.Uid, false));
        PingAll();
        Publish();
    }

    private void OnMember(ClusterEvent.IMemberEvent changed)
    {
        var (key, uid, now) = (Key(changed.Member), changed.Member.UniqueAddress.Uid, Now);
        var left = changed.Member.Status is MemberStatus.Removed or MemberStatus.Down;
        Change(s => left ? s.Gone(key, uid, now) : s.Member(key, uid, MembershipOf(changed.Member.Status)));
        if (!left) Ping(key);
        Change(s => s.Tick(now));
        Publish();
    }

    private void OnReachability(ClusterEvent.IReachabilityEvent changed)
    {
        var member = ((ClusterEvent.ReachabilityEvent)changed).Member;
        var reachable = changed is ClusterEvent.ReachableMember;
        Change(s => s.Reachability(Key(member), member.UniqueAddress.Uid, reachable).Tick(Now));
        Publish();
    }

    private void OnTick()
    {
        _settings.Region.Tell(GetShardRegionState.Instance);
        PingAll();
        SendNotes();
        var load = _settings.ReadLoad();
        Change(s => s.Heard(s.Snapshot.Self!.Address, load, Busy, null, Now).Tick(Now));
        _settings.Board.Publish(_state.Snapshot);
        Publish();
    }

    private void OnPing(NodePing ping)
    {
        var key = SenderKey();
        var known = _state.RevisionOf(key, ping.Incarnation);
        var load = _settings.ReadLoad();
        Sender.Tell(new NodePong(_self.NodeId, _self.Incarnation, ping.Sequence, _self.Revision, known, load) { Busy = Busy });
        Heard(key, ping.Load, ping.Busy, null, ping.Known);
    }

    private void OnPong(NodePong pong)
    {
        TimeSpan? latency = _pings.TryGetValue(pong.Sequence, out var sent) ? _settings.Time.GetElapsedTime(sent) : null;
        Heard(SenderKey(), pong.Load, pong.Busy, latency, pong.Known);
    }

    private void Heard(string key, NodeLoad load, ImmutableSortedSet<string>? busy, TimeSpan? latency, long known)
    {
        if (known != _self.Revision) Sender.Tell(new NodeDescribed(_self));
        Change(s => s.Heard(key, load, busy, latency, Now).Tick(Now));
        Publish();
    }

    private void OnDescribed(NodeDescribed described)
    {
        Change(s => s.Described(SenderKey(), described.Description, Now).Tick(Now));
        Publish();
    }

    private void OnSlots(CurrentShardRegionState region)
    {
        var slots = region.Shards.Select(s => s.ShardId).ToImmutableSortedSet(StringComparer.Ordinal);
        if (!slots.SetEquals(_self.Slots)) Describe(_self with { Slots = slots });
    }

    private void Describe(NodeDescription description)
    {
        _self = description with { Revision = _self.Revision + 1 };
        Change(s => s.Described(s.Snapshot.Self!.Address, _self, Now));
        ForPeers(peer => Peer(peer.Address).Tell(new NodeDescribed(_self)));
        Publish();
    }

    private void OnNote(NoteRun note)
    {
        Change(s => s.Noted(note.Note));
        if (_pending.Length >= MaxPendingNotes) _pending = _pending.RemoveAt(0);
        _pending = _pending.Add(note.Note);
    }

    private void OnNotes(RunsNoted noted)
    {
        foreach (var note in noted.Notes) Change(s => s.Noted(note));
    }

    private void SendNotes()
    {
        if (_pending.IsEmpty) return;
        var noted = new RunsNoted(_pending);
        _pending = [];
        ForPeers(peer => Peer(peer.Address).Tell(noted));
    }

    private void PingAll()
    {
        _pings.Clear();
        ForPeers(peer => Ping(peer.Address));
    }

    private void Ping(string key)
    {
        if (_state.Held(key) is not { IsSelf: false } peer) return;
        var known = peer.Description is { } held ? _state.RevisionOf(key, held.Incarnation) : 0;
        _pings[++_sequence] = _settings.Time.GetTimestamp();
        var load = _settings.ReadLoad();
        Peer(key).Tell(new NodePing(_self.NodeId, _self.Incarnation, _sequence, _self.Revision, known, load) { Busy = Busy });
    }

    private void ForPeers(Action<NodeEntry> action)
    {
        foreach (var node in _state.Snapshot.Nodes.Values.Where(n => !n.IsSelf)) action(node);
    }

    private void Change(Func<DirectoryState, DirectoryState> change)
    {
        var before = _state;
        _state = change(_state);
        if (before.Shape == _state.Shape || !_settings.Log.IsEnabled(LogLevel.Information)) return;
        DirectoryLog.Differences(_settings.Log, before.Snapshot, _state.Snapshot);
    }

    /// <summary>At once when the shape changed; load and latency wait for the tick.</summary>
    private void Publish()
    {
        if (_publishedShape == _state.Shape) return;
        _publishedShape = _state.Shape;
        _settings.Board.Publish(_state.Snapshot);
        Context.System.EventStream.Publish(new DirectoryChanged(_state.Snapshot));
    }

    private ImmutableSortedSet<string>? Busy => _settings.ReadBusy() switch
    {
        { Count: 0 } => null,
        { Count: <= MaxBusyTold } few => few,
        var many => [.. many.Take(MaxBusyTold)],
    };

    private DateTimeOffset Now => _settings.Time.GetUtcNow();

    private static string Key(Member member) => member.Address.ToString();

    private string SenderKey() => (Sender.Path.Address.HasLocalScope ? _cluster.SelfAddress : Sender.Path.Address).ToString();

    private static ActorSelection Peer(string address) => Context.ActorSelection($"{address}/user/{Name}");

    private static NodeMembership MembershipOf(MemberStatus status) => status switch
    {
        MemberStatus.Up => NodeMembership.Up,
        MemberStatus.Joining or MemberStatus.WeaklyUp => NodeMembership.Joining,
        _ => NodeMembership.Leaving,
    };

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
