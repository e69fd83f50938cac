using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Health;
using Hanzo.Network.Joining;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>How one node takes part in a network. Validated at start; every violation is reported at once.</summary>
public sealed class NetworkOptions
{
    public const int DefaultListenPort = 5681;
    public const int DefaultBroadcastPort = 5678;
    public const int MaxCapacity = 1000;

    public static readonly TimeSpan DefaultJournalPatience = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan MaxJournalPatience = TimeSpan.FromMinutes(5);

    /// <summary>The network's name, in the form of an agent name.</summary>
    public string Network { get; set; } = "default";

    /// <summary>Unique in the network, of the form <see cref="NodeIdRules.AllowedForm"/>; empty: made from the host name.</summary>
    public string NodeId { get; set; } = "";

    /// <summary>TCP port of remoting; 0 takes any free one, a busy one gives way to the next free within 100.</summary>
    public int ListenPort { get; set; } = DefaultListenPort;

    /// <summary>UDP port of beacons, the same for all nodes of a network; 1 to 65535.</summary>
    public int BroadcastPort { get; set; } = DefaultBroadcastPort;

    /// <summary>
    /// Address that remoting binds to. Anything but loopback needs security that verifies peers
    /// (<see cref="NetworkBuilderClusterExtensions.UseSecurity"/>), or <see cref="Insecure"/>.
    /// </summary>
    public string Bind { get; set; } = "127.0.0.1";

    /// <summary>Address, or address:port, that peers are told to dial; null: the bound one.</summary>
    public string? Advertise { get; set; }

    /// <summary>Send beacons by this interface only; null: by all usable ones.</summary>
    public string? Interface { get; set; }

    /// <summary>Send beacons by interfaces of these types only, words of <see cref="LinkPriority.Words"/>; empty: of any type.</summary>
    public ImmutableArray<string> InterfaceTypes { get; set; } = [];

    internal LinkFilter Links => new(Interface, InterfaceTypes);

    /// <summary>Allows remoting on other addresses than loopback although no certificates are asked for.</summary>
    public bool Insecure { get; set; }

    public bool UdpDiscovery { get; set; } = true;

    /// <summary>Contact points as <c>host:port</c>, tried beside discovery.</summary>
    public ImmutableArray<string> Seeds { get; set; } = [];

    /// <summary>The agents this node offers.</summary>
    public ImmutableArray<Agent> Agents { get; set; } = [];

    /// <summary>Replaces what the probe finds; null: the probe's answer.</summary>
    public DeviceCapabilities? Device { get; set; }

    /// <summary>Runs that may call a model at once; 1 to <see cref="MaxCapacity"/>. Null: the cores, at least 4.</summary>
    public int? Capacity { get; set; }

    /// <summary>URL of this node's HTTP API, told to peers; null: none.</summary>
    public string? HttpUrl { get; set; }

    /// <summary>The built-in HOCON profile to start from, see <see cref="HoconProfiles.Names"/>.</summary>
    public string Profile { get; set; } = "node";

    /// <summary>A session without open work leaves memory after this time; 1 s to 1 day.</summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A snapshot of a session is taken after so many events; 10 to 100,000.</summary>
    public int SnapshotEvery { get; set; } = HistoryRetention.Default.SnapshotEvery;

    /// <summary>
    /// How long after a run's end all of its events can be read; 0 to 3,650 days. Earlier ones are deleted when a snapshot has made
    /// them needless; what was said, and every run's result, stay, and of a session's newest 20 runs all events unless this is 0.
    /// </summary>
    public TimeSpan KeepEvents { get; set; } = HistoryRetention.Default.KeepEvents;

    /// <summary>
    /// A session with nothing unfinished is deleted when its last event is so old, with all that was said in it; 1 s to 3,650 days. Null:
    /// sessions are kept for ever.
    /// </summary>
    public TimeSpan? KeepSessions { get; set; }

    /// <summary>Longest time that leaving the network may take before the node just ends; 1 s to 5 min.</summary>
    public TimeSpan LeaveTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request waits while the node joins or replaces its actor system; 0 to 5 min.</summary>
    public TimeSpan RequestPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the start of a run waits for a journal that cannot be used now, as when its disk is full or its server is away; then it
    /// fails, and the error says why. Zero: it fails as soon as the journal has failed; 0 to 5 min. What counts is how the node fares
    /// that is asked: of a journal that fails at the session's node only, starts wait 30 s whatever this says.
    /// </summary>
    public TimeSpan JournalPatience { get; set; } = DefaultJournalPatience;

    /// <summary>How often a healthy peer is checked; 1 s to 5 min. One that is not healthy is checked each second.</summary>
    public TimeSpan HealthInterval { get; set; } = HealthTimings.Default.Interval;

    /// <summary>Versions of our messages that it says it speaks; others than its own only in tests of upgrades.</summary>
    internal ProtocolRange Protocol { get; set; } = ProtocolRange.Current;

    internal HistoryRetention Retention => new(SnapshotEvery, KeepEvents) { KeepSessions = KeepSessions };

    /// <summary>Whether the node has a member of the network's consensus group; all nodes of a network say the same.</summary>
    public bool Consensus { get; set; } = true;

    /// <summary>HOCON laid over the profile's <c>akka</c> section.</summary>
    public string Hocon { get; set; } = "";
}
