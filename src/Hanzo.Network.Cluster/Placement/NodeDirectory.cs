using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Sessions;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>
/// Knows every member: who it is, what it offers, how it does. What lasts comes from the registries, its children; health and
/// latency from pings.
/// </summary>
internal sealed partial class NodeDirectory : ReceiveActor, IWithTimers
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
        _state = DirectoryState.Start(_cluster.SelfAddress.ToString(), _cluster.SelfUniqueAddress.Uid, _self, settings.Board.Current);
        if (settings.AwaitsHolders) _state = _state.AwaitingHolders();
        _nodes = Context.ActorOf(NodeRegistry.Props(_self.NodeId, Self, settings.Log), NodeRegistry.Name);
        _shared = Context.ActorOf(SharedRegistry.Props(Self, _state.Snapshot.Deployed, settings.Log), SharedRegistry.Name);
        _watched = new WatchedMembers(_nodes, _cluster.SelfUniqueAddress);
        ReceiveMembership();
        ReceivePeers();
        ReceiveRegistries();
        Receive<Tick>(_ => OnTick());
        Receive<CurrentShardRegionState>(OnSlots);
        Receive<HistoryFound>(OnHistory);
        Receive<HoldersKnown>(known => ChangeAndPublish(s => s.Remembering(known.Nodes)));
        Receive<Drain>(OnDrain);
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

    private void ReceiveRegistries()
    {
        Receive<NodesWanted>(_ => OnNodesWanted());
        Receive<NodeTold>(told => ChangeAndPublish(s =>
            s.Described(Key(told.Writer), told.Writer.Uid, told.Description).Tick(Now, _settings.Health)));
        Receive<LoadTold>(OnLoad);
        Receive<AgentTold>(told => ChangeAndPublish(s => s.Deployed(told.Agent)));
        Receive<WishesTold>(told => ChangeAndPublish(s => s.Wished(told.Wishes)));
        Receive<ISharedRequest>(_shared.Forward);
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
        PingDue();
        SendNotes();
        var (device, models, tools) = (_settings.ReadDevice(), _settings.ReadModels(), _settings.ReadTools());
        if (!ReferenceEquals(device, _self.Device) || !models.SequenceEqual(_self.Models) || !tools.SequenceEqual(_self.Tools))
            Describe(_self with { Device = device, Models = models, Tools = tools });
        var addresses = _settings.ReadAddresses();
        if (!addresses.SequenceEqual(_self.Addresses)) Describe(_self with { Addresses = addresses });
        if (_settings.ReadJournal?.Invoke() is var (journal, former)
            && (journal != _self.Journal || !former.SequenceEqual(_self.Former)))
            Describe(_self with { Journal = journal, FormerJournals = former });
        var cutOff = _settings.ReadCutOff();
        if (cutOff?.Detachment != _self.CutOff?.Detachment) Describe(_self with { CutOff = cutOff });
        var report = LoadReport.Of(_settings.ReadLoad(), _settings.ReadBusy(), _noted);
        _nodes.Tell(new Report(report));
        var self = _state.Snapshot.Self!;
        Change(s => s.Loaded(self.Address, self.Uid, report).Heard(self.Address, null, Now, Clock).Tick(Now, _settings.Health));
        _settings.Board.Publish(_state.Snapshot);
        Publish();
    }

    private void OnSlots(CurrentShardRegionState region)
    {
        var slots = RegionSlots.Of(region).ToImmutableSortedSet(StringComparer.Ordinal);
        if (!slots.SetEquals(_self.Slots)) Describe(_self with { Slots = slots });
    }

    private void OnHistory(HistoryFound found)
    {
        var history = _self.History.Union(found.Slots);
        if (history.Count > _self.History.Count) Describe(_self with { History = history });
        if (!Sender.IsNobody()) _nodes.Forward(Confirm.Instance);
    }

    /// <summary>The answer comes from the registry, when the others have it or did not confirm.</summary>
    private void OnDrain(Drain drain)
    {
        if (!_self.Draining || _self.Hurries != drain.Hurries) Describe(_self with { Draining = true, Hurries = drain.Hurries });
        _nodes.Forward(Confirm.Instance);
    }

    private void Describe(NodeDescription description)
    {
        _self = description with { Revision = _self.Revision + 1 };
        _nodes.Tell(new Describe(_self, Everywhere: true));
        ChangeAndPublish(s => s.Described(s.Snapshot.Self!.Address, s.Snapshot.Self.Uid, _self));
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

    private TimeSpan Now => _settings.Time.Elapsed();

    /// <summary>For people.</summary>
    private DateTimeOffset Clock => _settings.Time.GetUtcNow();

    private static string Key(UniqueAddress node) => node.Address.ToString();

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
