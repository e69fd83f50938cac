using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Joining.Diagnosis;

/// <summary>What is known of a node's ways to others, as far as whoever looked could tell.</summary>
public sealed record DoctorFacts
{
    /// <summary>Null: nobody has said which network is meant.</summary>
    public string? Network { get; init; }

    /// <summary>Null: no node runs here, and the machine was looked at without one.</summary>
    public string? NodeId { get; init; }

    public HostSystem Host { get; init; }

    public int BroadcastPort { get; init; } = 5678;

    /// <summary>Beacons are sent and heard at all.</summary>
    public bool UsesBeacons { get; init; } = true;

    /// <summary>Remoting is bound to loopback alone, so other machines cannot be reached anyway.</summary>
    public bool OnLoopback { get; init; }

    /// <summary>Why the broadcast port could not be opened; null: it is open.</summary>
    public string? PortError { get; init; }

    /// <summary>The program that holds the broadcast port; null: unknown.</summary>
    public string? PortHolder { get; init; }

    /// <summary>TCP ports that a node would like to listen on and that others hold.</summary>
    public ImmutableArray<int> TakenPorts { get; init; } = [];

    /// <summary>Null: no sockets are open.</summary>
    public DatagramReport? Datagrams { get; init; }

    /// <summary>As <see cref="BeaconCounters.Snapshot"/>.</summary>
    public ImmutableSortedDictionary<string, long> Counters { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>As <see cref="JoinStatus.Connections"/>.</summary>
    public ImmutableSortedDictionary<string, long> Connections { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Machines that asked to be let in, or for a new certificate, and were refused; by reason.</summary>
    public ImmutableSortedDictionary<string, long> Refusals { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    public ImmutableArray<HeardNode> Heard { get; init; } = [];
    public ImmutableArray<Prober> Probers { get; init; } = [];
    public ImmutableArray<MetPeer> Peers { get; init; } = [];

    /// <summary>Of <see cref="Doctor.DoubtfulPaths"/> those that small packets get through to and large ones do not.</summary>
    public ImmutableArray<LossyPath> LossyPaths { get; init; } = [];

    /// <summary>Other networks whose beacons were heard, with where: for a machine without a node.</summary>
    public ImmutableArray<HeardNetwork> Networks { get; init; } = [];

    public ImmutableArray<JoinNotice> Notices { get; init; } = [];

    public ImmutableSortedDictionary<string, RoadStatus> Roads { get; init; } = ImmutableSortedDictionary<string, RoadStatus>.Empty;

    /// <summary>Why this node may not take part; null: it may.</summary>
    public string? Refusal { get; init; }

    /// <summary>The device's model and chip as they are known; null: not asked.</summary>
    public string? Device { get; init; }

    public DateTimeOffset Now { get; init; }

    /// <summary>Of a running node, by what it says of itself.</summary>
    public static DoctorFacts Of(NetworkStatus status, HostSystem system, DateTimeOffset now)
    {
        var (joining, udp) = (status.Joining, status.Joining.Udp);
        return new DoctorFacts
        {
            Network = status.Network,
            NodeId = status.NodeId,
            Host = system,
            BroadcastPort = udp?.Port ?? 0,
            UsesBeacons = udp is not null,
            OnLoopback = joining.Self?.Address.IsLoopback ?? false,
            PortError = udp?.Error,
            Datagrams = udp?.Datagrams,
            Counters = udp?.Counters ?? ImmutableSortedDictionary<string, long>.Empty,
            Connections = joining.Connections,
            Heard = udp?.Heard ?? [],
            Probers = [.. joining.Probers.Values],
            Peers = [.. status.Peers.Select(peer => new MetPeer(peer.Key, peer.Value.Address, peer.Value.Healthy, peer.Value.LatencyMs))],
            Notices = [.. joining.Notices.Select(notice => notice.Notice)],
            Roads = joining.Roads,
            Refusal = joining.Refusal,
            Device = $"{status.Capabilities.Model}, {status.Capabilities.Chip}",
            Now = now,
        };
    }
}

public enum HostSystem
{
    Other,
    Linux,
    MacOS,
    Windows,
}

/// <summary>Another member of this node's cluster.</summary>
/// <param name="Address">host:port of its remoting.</param>
public sealed record MetPeer(string NodeId, string Address, bool Healthy, double? LatencyMs);

/// <param name="LostBytes">Of packets that do not get there.</param>
public sealed record LossyPath(NodeAddress Address, int LostBytes);

/// <param name="NetworkId">Null: it is not secured.</param>
public sealed record HeardNetwork(string Name, string? NetworkId, string From);
