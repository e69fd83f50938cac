using System.Collections.Immutable;
using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Joining;

/// <summary>How far a node has come in joining its network, and what it met on the way.</summary>
public sealed record JoinStatus
{
    /// <summary>Lines of the trail kept, the newest.</summary>
    public const int MaxTrail = 100;

    /// <summary>Notices kept, the newest.</summary>
    public const int MaxNotices = 32;

    /// <summary>Nodes remembered that have asked this one what it is.</summary>
    public const int MaxProbers = 64;

    /// <summary>Of one node, what has not changed is noted so often at most.</summary>
    public static readonly TimeSpan NoteProberEvery = TimeSpan.FromSeconds(5);

    public static readonly JoinStatus Initial = new();

    public JoinPhase Phase { get; init; } = JoinPhase.Looking;

    /// <summary>Null until remoting is bound.</summary>
    public NodeIdentity? Self { get; init; }

    public ClusterIdentity? Cluster { get; init; }

    /// <summary>Addresses of the network that the next actor system of this process should look for.</summary>
    public ImmutableArray<NodeAddress> Known { get; init; } = [];

    /// <summary>The other members of the cluster; empty before there is one.</summary>
    public ImmutableArray<NodeAddress> Members { get; init; } = [];

    /// <summary>The cluster that is left for an older one; null while there is none.</summary>
    public ClusterIdentity? Leaves { get; init; }

    /// <summary>Why this node may not take part; set in <see cref="JoinPhase.Refused"/>.</summary>
    public string? Refusal { get; init; }

    public ImmutableArray<JoinTrailLine> Trail { get; init; } = [];
    public ImmutableArray<JoinNoticeAt> Notices { get; init; } = [];

    /// <summary>Nodes that asked this one what it is, the newest of each address, at most <see cref="MaxProbers"/>.</summary>
    public ImmutableSortedDictionary<NodeAddress, Prober> Probers { get; init; } = ImmutableSortedDictionary<NodeAddress, Prober>.Empty;

    /// <summary>
    /// Connections of others that came to nothing, by reason, zeros left out: <c>untrusted</c> (no certificate that is accepted),
    /// <c>refused</c>, <c>strangers</c>, <c>silent</c>, <c>displaced</c>, <c>broken</c>. Empty on a runtime that does not count.
    /// </summary>
    public ImmutableSortedDictionary<string, long> Connections { get; init; } =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Null when UDP discovery is off.</summary>
    public UdpRoadStatus? Udp { get; init; }

    /// <summary>The other roads, by name.</summary>
    public ImmutableSortedDictionary<string, RoadStatus> Roads { get; init; } =
        ImmutableSortedDictionary.Create<string, RoadStatus>(StringComparer.Ordinal);

    /// <summary>All roads, UDP among them, by name.</summary>
    public ImmutableSortedDictionary<string, RoadStatus> AllRoads => Udp is null ? Roads : Roads.SetItem(RoadNames.Udp, Udp.AsRoad);

    public JoinStatus WithRoad(string name, RoadStatus road) => this with { Roads = Roads.SetItem(name, road) };

    public JoinStatus WithTrail(DateTimeOffset at, string text) =>
        this with { Trail = Append(Trail, new JoinTrailLine(at, text), MaxTrail) };

    /// <summary>The same key again replaces the older notice.</summary>
    public JoinStatus WithNotice(DateTimeOffset at, JoinNotice notice) => this with
    {
        Notices = Append(Notices.RemoveAll(known => known.Notice.Key == notice.Key), new JoinNoticeAt(at, notice), MaxNotices),
    };

    public JoinStatus WithoutNotice(string key) => this with { Notices = Notices.RemoveAll(known => known.Notice.Key == key) };

    /// <summary>The same when it is no news; of too many the one of the longest silence is forgotten.</summary>
    public JoinStatus WithProber(Prober prober)
    {
        var address = prober.Node.Address;
        var known = Probers.GetValueOrDefault(address);
        prober = prober with { First = known is not null && known.Node == prober.Node ? known.First : prober.Last };
        if (known is not null && known with { Last = prober.Last } == prober && prober.Last - known.Last < NoteProberEvery) return this;
        var room = known is null && Probers.Count >= MaxProbers ? Probers.Remove(Probers.MinBy(old => old.Value.Last).Key) : Probers;
        return this with { Probers = room.SetItem(address, prober) };
    }

    private static ImmutableArray<T> Append<T>(ImmutableArray<T> lines, T line, int bound) =>
        (lines.Length < bound ? lines : lines.RemoveRange(0, lines.Length - bound + 1)).Add(line);
}

public sealed record JoinTrailLine(DateTimeOffset At, string Text);

public sealed record JoinNoticeAt(DateTimeOffset At, JoinNotice Notice);

/// <summary>Discovery by UDP as it stands.</summary>
public sealed record UdpRoadStatus
{
    private const long BeaconsUntilDeaf = 10;

    /// <summary>Why the sockets could not be opened; null while they are open.</summary>
    public string? Error { get; init; }

    public ImmutableSortedDictionary<string, long> Counters { get; init; } = ImmutableSortedDictionary<string, long>.Empty;
    public DatagramReport? Datagrams { get; init; }

    /// <summary>UDP port that beacons are sent to and heard at.</summary>
    public int Port { get; init; }

    /// <summary>As beacons tell it; null while none are heard at all.</summary>
    public string? Hears => Error is null ? Beacon.Join(Heard.OrderByDescending(node => node.LastHeard).Select(node => node.Node)) : null;

    /// <summary>Of the keys that beacons are sealed with; null: the network is not secured.</summary>
    public string? NetworkId { get; init; }

    /// <summary>Many beacons left and nothing at all came back, not even our own: something blocks the port.</summary>
    public bool IsDeaf => Datagrams is { Received: 0 } && Counters.GetValueOrDefault("sent") >= BeaconsUntilDeaf;

    /// <summary>The nodes of this network whose beacons were heard lately, by address.</summary>
    public ImmutableArray<HeardNode> Heard { get; init; } = [];

    internal RoadStatus AsRoad => new(Error is null && !IsDeaf ? RoadState.Working : RoadState.Failing)
    {
        Found = Heard.Length,
        LastError = Error ?? (IsDeaf ? "nothing is heard, not even this node's own broadcasts" : null),
        LastNews = Heard.IsEmpty ? null : Heard.Max(node => node.LastHeard),
    };
}

/// <summary>A node that has asked this one what it is, before it joined.</summary>
/// <param name="HearsUs">Whether it said that it hears this node's beacons; null: it did not say, as where it uses none.</param>
public sealed record Prober(NodeIdentity Node, DateTimeOffset Last, bool? HearsUs)
{
    /// <summary>When this life of it first asked.</summary>
    public DateTimeOffset First { get; init; } = Last;
}

public sealed record HeardNode(NodeIdentity Node, ClusterIdentity? Cluster, DateTimeOffset LastHeard)
{
    public DateTimeOffset FirstHeard { get; init; } = LastHeard;

    /// <summary>Addresses that its beacons came from lately, at most <see cref="HeardNodes.MaxHosts"/>.</summary>
    public ImmutableArray<string> Hosts { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether it says that it hears this node's beacons; null: it does not say.</summary>
    public bool? HearsUs { get; init; }
}
