using System.Collections.Immutable;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

/// <summary>One member's merge decision, driven step by step in seconds of virtual time; it has been a member since 0.</summary>
internal sealed class Membership(NodeIdentity self, ClusterIdentity ours, ClusterIdentity? left = null)
{
    public MergeState State { get; private set; } = new(self, ours, TimeSpan.Zero, MergeTimings.Default, left);

    public ImmutableArray<MergeEffect> At(double seconds, MergeInput input)
    {
        (State, var effects) = MergeDecider.Step(State, input, TimeSpan.FromSeconds(seconds));
        return effects;
    }

    public ImmutableArray<MergeEffect> Tick(double seconds) => At(seconds, new MergeInput.Tick());

    public void Counts(params string[] members) => At(0, new MergeInput.MembersChanged(Addresses(members)));

    public ImmutableArray<MergeEffect> Hears(double seconds, NodeIdentity node, ClusterIdentity? cluster) =>
        At(seconds, new MergeInput.BeaconHeard(new Beacon(node, cluster, Reply: false)));

    /// <summary>The node answers a probe of ours.</summary>
    public ImmutableArray<MergeEffect> Answers(double seconds, NodeIdentity node, ClusterIdentity? cluster, params string[] members) =>
        At(seconds, new MergeInput.ReportReceived(Report(node, cluster, members), node.Address));

    /// <summary>The node probes us.</summary>
    public ImmutableArray<MergeEffect> IsProbedBy(double seconds, NodeIdentity node, ClusterIdentity? cluster) =>
        At(seconds, new MergeInput.ReportReceived(Report(node, cluster, []), Asked: null));

    /// <summary>Answers each second of a span, as a node does that is probed.</summary>
    public ImmutableArray<MergeEffect> Answers(
        Range seconds, NodeIdentity node, ClusterIdentity? cluster, params string[] members) =>
    [
        .. Enumerable.Range(seconds.Start.Value, seconds.End.Value - seconds.Start.Value + 1)
            .SelectMany(second => Answers(second, node, cluster, members)),
    ];

    public static ContactReport Report(NodeIdentity node, ClusterIdentity? cluster, IEnumerable<string> members) => new()
    {
        Node = node,
        Cluster = cluster,
        Leaving = cluster is null,
        Peers = [.. Addresses(members).Select(address => new ContactPeer(address))],
    };

    private static ImmutableSortedSet<NodeAddress> Addresses(IEnumerable<string> texts) => [.. texts.Select(NodeAddress.Parse)];
}
