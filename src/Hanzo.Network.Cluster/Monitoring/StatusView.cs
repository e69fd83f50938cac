using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Models;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;
using Hanzo.Network.Security;

namespace Hanzo.Network.Cluster.Monitoring;

/// <summary>What users are shown, from the directory's snapshot.</summary>
internal static class StatusView
{
    public static NetworkStatus Of(NodeProcess process)
    {
        var (snapshot, load) = (process.Board.Current, process.ReadLoad());
        return new NetworkStatus
        {
            Network = process.Options.Network,
            NodeId = process.Options.NodeId,
            Runtime = RuntimeName.Current,
            Version = NetworkVersion.Current,
            Durability = process.Journal.DurabilityAmong(OtherJournals(snapshot), process.Consensus?.Status.Current.Raft?.Config),
            Security = SecurityLevel.Of(process.Security),
            Address = process.Address,
            Capabilities = process.Device.Current,
            Load = load,
            Agents = [.. process.Agents.Keys.Select(name => name.Value)],
            AgentCount = snapshot.Agents.Count,
            ActiveRuns = snapshot.Nodes.Values.Sum(n => n.IsSelf ? load.ActiveRuns : n.Load?.ActiveRuns ?? 0),
            Draining = process.IsDraining,
            Detached = process.Standing.Current.Detachment is not null,
            Partitions = process.Standing.Current.Reports,
            Models = NetworkModels.Of(snapshot),
            Roads = process.Joining.AllRoads,
            Joining = process.Joining,
            Notices = [.. process.AllNotices, .. Overridden(process, snapshot)],
            Peers = Peers(process, snapshot),
        };
    }

    private static IEnumerable<string> OtherJournals(DirectorySnapshot snapshot) =>
        snapshot.Nodes.Values.Where(node => !node.IsSelf).Select(node => node.Description?.Journal).OfType<string>();

    private static IEnumerable<string> Overridden(NodeProcess process, DirectorySnapshot snapshot) =>
        process.Agents.Keys.Where(name => snapshot.DeployedAgent(name) is not null).Select(name =>
            $"agent '{name}' is deployed to the network; that definition counts, not the one that this node has of its own.");

    /// <summary>Agents that some node may run now, each with the ids of those nodes.</summary>
    public static ImmutableArray<AgentListing> Agents(DirectorySnapshot snapshot) =>
        [.. snapshot.Agents.Values.Select(agent => new AgentListing(agent, NodesFor(snapshot, agent)))];

    private static ImmutableArray<string> NodesFor(DirectorySnapshot snapshot, Agent agent) =>
        PlacementPlanner.CandidatesOf(SlotPlan.InputFor(snapshot, agent.Name), agent);

    private static ImmutableSortedDictionary<string, PeerStatus> Peers(NodeProcess process, DirectorySnapshot snapshot)
    {
        var peers = ImmutableSortedDictionary.CreateBuilder<string, PeerStatus>(StringComparer.Ordinal);
        foreach (var node in snapshot.Nodes.Values)
            if (node is { IsSelf: false, Description: { } described }) peers[described.NodeId] = Peer(process, node, described);
        return peers.ToImmutable();
    }

    private static PeerStatus Peer(NodeProcess process, NodeEntry node, NodeDescription described) => new()
    {
        Address = HostAndPort(node.Address),
        Status = node.Reachable ? node.Membership.ToString().ToLowerInvariant() : "unreachable",
        Healthy = node.Healthy,
        Health = node.Track.State,
        LatencyMs = node.Latency?.TotalMilliseconds,
        LastSeen = node.LastSeen,
        HttpUrl = described.HttpUrl,
        Routes = process.Routes.Of(HostAndPort(node.Address)),
        Load = node.Load,
        Capabilities = described.Device,
        Agents = [.. described.Agents.Select(a => a.Name.Value)],
        Draining = described.Draining,
    };

    private static string HostAndPort(string akkaAddress) => akkaAddress[(akkaAddress.IndexOf('@', StringComparison.Ordinal) + 1)..];
}
