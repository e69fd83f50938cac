using System.Collections.Immutable;
using Akka.Actor.Setup;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Hosting.Routes;
using Hanzo.Network.Cluster.Monitoring;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Consensus;
using Hanzo.Network.Conversations;
using Hanzo.Network.Devices;
using Hanzo.Network.Joining;
using Hanzo.Network.Models;
using Hanzo.Network.Partitions;
using Hanzo.Network.Security;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>What belongs to the process and outlives its actor systems.</summary>
internal sealed class NodeProcess(
    IOptions<NetworkOptions> options,
    IEnumerable<Agent> registered,
    EffectRunner effects,
    ChildCaller children,
    IEventStore store,
    JournalIdentity journal,
    IDeviceProbe probe,
    IDatagramsFactory datagrams,
    NodeDevice device,
    IModelProvider models,
    IIds ids,
    TimeProvider time,
    IEnumerable<Setup> setups,
    ILoggerFactory loggers,
    IEnumerable<INoticeSource> noticeSources,
    IModelSources? sources = null,
    INodeSecurity? security = null,
    ConsensusSeat? consensus = null,
    NetworkChoices? choices = null)
{
    private readonly ProcessBoards _boards = new(options.Value.NodeId, time);
    private ImmutableSortedSet<string> _formerJournals = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
    private readonly LoadReader _load = new(probe, loggers.CreateLogger<LoadReader>());

    public NetworkOptions Options { get; } = options.Value;

    public ImmutableSortedDictionary<AgentName, Agent> Agents { get; } =
        options.Value.Agents.Concat(registered).ToImmutableSortedDictionary(a => a.Name, a => a);

    public EffectRunner Effects { get; } = effects;
    public ChildCaller Children { get; } = children;
    public IEventStore Store { get; } = store;
    public IDatagramsFactory Datagrams { get; } = datagrams;

    /// <summary>As it is now: of one whose histories go over into the network's it becomes another.</summary>
    public JournalIdentity Journal => Store is IMovingEventStore moving ? JournalIdentity.Of(moving, "") : journal;

    /// <summary>What was chosen for it, as <c>--journal</c> has it.</summary>
    public string JournalKind => JournalIdentity.KindOf(Store, Consensus is not null);

    /// <summary>Journals of which nothing is left, since it has gone over into the network's.</summary>
    public ImmutableSortedSet<string> FormerJournals
    {
        get => Volatile.Read(ref _formerJournals);
        set => Volatile.Write(ref _formerJournals, value);
    }

    public JournalHealth Health { get; } = new(time);
    public IIds Ids { get; } = ids;
    public TimeProvider Time { get; } = time;

    /// <summary>What every actor system of the process is created with beside our own: Akka's way to be told more by a host.</summary>
    public ImmutableArray<Setup> Setups => [.. setups, .. RoutesRuntime.SetupsFor(Routes)];

    public ILoggerFactory Loggers { get; } = loggers;
    public Board<DirectorySnapshot> Board => _boards.Directory;

    /// <summary>Whether this node is cut off from its network.</summary>
    public Board<Standing> Standing => _boards.Standing;

    public NoticeBoard Notices { get; } = new();
    public StateBoard SharedState { get; } = new();
    public SessionGauge Gauge { get; } = new();

    public RunPlaces Places { get; } = new(() => CapacityOf(options.Value, device.Current));

    /// <summary>What the options say, else what the probe found; set before the first actor system.</summary>
    public NodeDevice Device { get; } = device;

    /// <summary>What users should read: of the network, the models, the tools and the journal.</summary>
    public ImmutableArray<string> AllNotices =>
    [
        .. Notices.Current, .. noticeSources.SelectMany(source => source.Notices),
        .. new[] { models.Notice, ForgottenNotice, DetachedNotice }.OfType<string>(), .. Effects.Tools.Notices,
    ];

    /// <summary>What this node serves to others.</summary>
    public ImmutableArray<ServedModel> ServedModels => Sources?.Served ?? [];

    /// <summary>Models that this node asks itself; null: those of its host, which are for it alone.</summary>
    public IModelSources? Sources { get; } = sources;

    /// <summary>Null: nodes speak to each other unsecured.</summary>
    public INodeSecurity? Security { get; } = security;

    /// <summary>Null: it has no part in the network's group.</summary>
    public ConsensusSeat? Consensus { get; } = options.Value.Consensus ? consensus : null;

    /// <summary>What the group decides for the whole network; null: it has no part in the group.</summary>
    public IConsensusManager? Choices { get; } = options.Value.Consensus && consensus is not null ? choices?.Manager : null;

    /// <summary>Taken out of service, for good: also the process's next actor system gets no sessions.</summary>
    public bool IsDraining { get; set; }

    /// <summary>The addresses of other nodes, and how each does.</summary>
    public PeerRoutes Routes => field ??= new PeerRoutes(Board);

    /// <summary>What others are told of this node's addresses.</summary>
    public OwnAddresses Addresses => field ??= new OwnAddresses(Options, Datagrams, Time, () => Address);

    /// <summary>host:port of remoting; empty before the first actor system.</summary>
    public string Address { get; set; } = "";

    /// <summary>TCP port that remoting listens on, whatever others are told to dial; 0 before the first actor system.</summary>
    public int ListenPort { get; set; }

    /// <summary>Of the present actor system, or the last one.</summary>
    public JoinStatus Joining { get; set; } = JoinStatus.Initial;

    public IDeviceProbe Probe { get; } = probe;

    private string? DetachedNotice => Standing.Current.Detachment is { } detachment ? PartitionRules.Notice(detachment) : null;

    private string? ForgottenNotice => Store is InMemoryEventStore { Forgotten: > 0 and var forgotten }
        ? $"{forgotten} finished sessions were forgotten: the journal is in memory, and keeps {InMemoryEventStore.MaxBytes >> 20} MiB."
        : null;

    /// <summary>
    /// Runs in tool calls hold no place, so that there can be more under way than the capacity: what is beyond it is told as waiting,
    /// as it will have to when its tools have ended.
    /// </summary>
    public NodeLoad ReadLoad()
    {
        var (cpu, memory, gpu) = _load.Read();
        var (unfinished, capacity) = (Gauge.Active, CapacityOf(Options, Device.Current));
        var active = Math.Clamp(unfinished - Places.Waiting, 0, capacity);
        return new NodeLoad(cpu, memory, active, Gauge.Queued + unfinished - active)
        {
            Gpu = gpu, Capacity = capacity, Speeds = Gauge.Speeds,
        };
    }

    /// <summary>Runs that may call a model at once.</summary>
    private static int CapacityOf(NetworkOptions options, DeviceCapabilities device) =>
        options.Capacity ?? Math.Clamp(device.Cores ?? 0, NodeLoad.DefaultCapacity, NetworkOptions.MaxCapacity);
}
