using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Hanzo.Network.Cluster.Registry;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>
/// Knows every member: who it is, what it offers, how it does. What lasts comes from the registries, its children; health and
/// latency from a ping each second.
/// </summary>
internal sealed class NodeDirectory : ReceiveActor, IWithTimers
{
    public const string Name = "directory";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly DirectorySettings _settings;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly NoteOutbox _notes = new();
    private readonly PeerPings _pings;
    private readonly WatchedMembers _watched;
    private readonly IActorRef _nodes;
    private readonly IActorRef _shared;
    private NodeDescription _self;
    private DirectoryState _state;
    private long _publishedShape = -1;
    private long _noted;

    public NodeDirectory(DirectorySettings settings)
    {
        _settings = settings;
        _pings = new PeerPings(settings.Time);
        _self = settings.Self.Continuing(settings.Board.Current);
        _state = DirectoryState.Start(_cluster.SelfAddress.ToString(), _self, settings.Board.Current);
        _nodes = Context.ActorOf(NodeRegistry.Props(_self.NodeId, Self, settings.Log), NodeRegistry.Name);
        _shared = Context.ActorOf(SharedRegistry.Props(Self, _state.Snapshot.Deployed, settings.Log), SharedRegistry.Name);
        _watched = new WatchedMembers(_nodes);
        ReceiveMembership();
        ReceivePeers();
        ReceiveRegistries();
        Receive<Tick>(_ => OnTick());
        Receive<CurrentShardRegionState>(OnSlots);
        Receive<Drain>(_ => Describe(_self with { Draining = true }));
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

    private void ReceiveMembership()
    {
        Receive<ClusterEvent.CurrentClusterState>(OnState);
        Receive<ClusterEvent.IMemberEvent>(OnMember);
        Receive<ClusterEvent.IReachabilityEvent>(OnReachability);
    }

    private void ReceivePeers()
    {
        Receive<NodePing>(OnPing);
        Receive<NodePong>(pong => Heard(_pings.LatencyOf(pong.Sequence)));
        Receive<NoteRun>(OnNote);
        Receive<RunsNoted>(OnNotes);
    }

    private void ReceiveRegistries()
    {
        Receive<NodesWanted>(_ => OnNodesWanted());
        Receive<NodeTold>(told => ChangeAndPublish(s => s.Described(Key(told.Writer), told.Writer.Uid, told.Description).Tick(Now)));
        Receive<LoadTold>(OnLoad);
        Receive<AgentTold>(told => ChangeAndPublish(s => s.Deployed(told.Agent)));
        Receive<WishesTold>(told => ChangeAndPublish(s => s.Wished(told.Wishes)));
        Receive<ISharedRequest>(_shared.Forward);
    }

    private void OnState(ClusterEvent.CurrentClusterState state)
    {
        foreach (var member in state.Members)
        {
            Change(s => s.Member(Key(member.UniqueAddress), member.UniqueAddress.Uid, MembershipOf(member.Status)));
            Watch(member);
        }

        foreach (var member in state.Unreachable)
            Change(s => s.Reachability(Key(member.UniqueAddress), member.UniqueAddress.Uid, false));
        PingAll();
        Publish();
    }

    private void OnMember(ClusterEvent.IMemberEvent changed)
    {
        var (member, address, now) = (changed.Member, changed.Member.UniqueAddress, Now);
        var left = member.Status is MemberStatus.Removed or MemberStatus.Down;
        Change(s => left ? s.Gone(Key(address), address.Uid, now) : s.Member(Key(address), address.Uid, MembershipOf(member.Status)));
        if (left)
        {
            _watched.Remove(address);
        }
        else
        {
            Watch(member);
            Ping(Key(address));
        }

        ChangeAndPublish(s => s.Tick(now));
    }

    private void OnReachability(ClusterEvent.IReachabilityEvent changed)
    {
        var member = ((ClusterEvent.ReachabilityEvent)changed).Member;
        var reachable = changed is ClusterEvent.ReachableMember;
        ChangeAndPublish(s => s.Reachability(Key(member.UniqueAddress), member.UniqueAddress.Uid, reachable).Tick(Now));
    }

    /// <summary>A newcomer tells all others at once who it is; they would hear of it only by and by, as replicators gossip.</summary>
    private void Watch(Member member)
    {
        var isSelf = member.UniqueAddress.Equals(_cluster.SelfUniqueAddress);
        if (isSelf && member.Status is MemberStatus.Up) _nodes.Tell(new Describe(_self, Everywhere: true));
        _watched.Add(member);
    }

    private void OnNodesWanted()
    {
        _nodes.Tell(new Describe(_self, Everywhere: false));
        _nodes.Tell(new Report(LoadReport.Of(_settings.ReadLoad(), _settings.ReadBusy(), _noted)));
        _watched.TellAll();
    }

    private void OnLoad(LoadTold told)
    {
        Change(s => s.Loaded(Key(told.Writer), told.Writer.Uid, told.Report));
        _settings.Board.Publish(_state.Snapshot);
    }

    private void OnTick()
    {
        _settings.Region.Tell(GetShardRegionState.Instance);
        PingAll();
        SendNotes();
        var device = _settings.ReadDevice();
        if (!ReferenceEquals(device, _self.Device)) Describe(_self with { Device = device });
        var report = LoadReport.Of(_settings.ReadLoad(), _settings.ReadBusy(), _noted);
        _nodes.Tell(new Report(report));
        Change(s => s.Loaded(s.Snapshot.Self!.Address, 0, report).Heard(s.Snapshot.Self!.Address, null, Now).Tick(Now));
        _settings.Board.Publish(_state.Snapshot);
        Publish();
    }

    private void OnPing(NodePing ping)
    {
        Sender.Tell(new NodePong(_self.NodeId, _self.Incarnation, ping.Sequence));
        Heard(latency: null);
    }

    private void Heard(TimeSpan? latency)
    {
        var address = (Sender.Path.Address.HasLocalScope ? _cluster.SelfAddress : Sender.Path.Address).ToString();
        ChangeAndPublish(s => s.Heard(address, latency, Now).Tick(Now));
    }

    private void OnSlots(CurrentShardRegionState region)
    {
        var slots = region.Shards.Select(s => s.ShardId).ToImmutableSortedSet(StringComparer.Ordinal);
        if (!slots.SetEquals(_self.Slots)) Describe(_self with { Slots = slots });
    }

    private void Describe(NodeDescription description)
    {
        _self = description with { Revision = _self.Revision + 1 };
        _nodes.Tell(new Describe(_self, Everywhere: true));
        ChangeAndPublish(s => s.Described(s.Snapshot.Self!.Address, 0, _self));
    }

    private void OnNote(NoteRun note)
    {
        Change(s => s.Noted(note.Note));
        _notes.Add(note.Note);
        _noted++;
        if (!_self.Slots.Contains(note.Note.Run.Session.Slot.ToString())) _settings.Region.Tell(GetShardRegionState.Instance);
    }

    private void OnNotes(RunsNoted noted)
    {
        foreach (var note in noted.Notes) Change(s => s.Noted(note));
    }

    private void SendNotes()
    {
        if (_notes.Take() is { IsEmpty: false } notes) ForPeers(peer => Peer(peer.Address).Tell(new RunsNoted(notes)));
    }

    private void PingAll()
    {
        _pings.Forget();
        ForPeers(peer => Ping(peer.Address));
    }

    private void Ping(string address)
    {
        if (_state.Held(address) is { IsSelf: false })
            Peer(address).Tell(new NodePing(_self.NodeId, _self.Incarnation, _pings.Next()));
    }

    private void ForPeers(Action<NodeEntry> action)
    {
        foreach (var node in _state.Snapshot.Nodes.Values.Where(n => !n.IsSelf)) action(node);
    }

    private void ChangeAndPublish(Func<DirectoryState, DirectoryState> change)
    {
        Change(change);
        Publish();
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

    private DateTimeOffset Now => _settings.Time.GetUtcNow();

    private static string Key(UniqueAddress node) => node.Address.ToString();

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
