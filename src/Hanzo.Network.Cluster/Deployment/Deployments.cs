using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>Which agents may be deployed and taken back, as one node knows the network.</summary>
internal static class Deployments
{
    /// <param name="force">Also when no node may run it now.</param>
    /// <exception cref="AgentNetworkException">
    /// It may not; names the field and its range, who has pinned the name, or every node with what keeps it from the agent.
    /// </exception>
    public static void RequireDeployable(DirectorySnapshot snapshot, Agent agent, bool force)
    {
        DeploymentRules.Require(agent);
        RequireNotPinned(snapshot, agent.Name);
        var others = snapshot.Agents.Values.Where(other => other.Name != agent.Name).Sum(other => (long)other.Slots);
        if (others + agent.Slots > SlotId.MaxPerNetwork)
            throw Invalid(
                agent, $"slots is {agent.Slots}; all agents of a network may have {SlotId.MaxPerNetwork}, and the others have {others}.");
        if (!force) RequireCandidate(snapshot, DeploymentRules.Scoped(agent));
    }

    /// <exception cref="AgentNetworkException">It is not deployed.</exception>
    public static void RequireDeployed(DirectorySnapshot snapshot, AgentName name)
    {
        if (snapshot.DeployedAgent(name) is not null) return;
        RequireNotPinned(snapshot, name);
        throw Dispatcher.Unknown(snapshot, name);
    }

    /// <summary>What the network answers to whoever deployed it.</summary>
    public static AgentDeployed Told(DirectorySnapshot snapshot, Agent deployed)
    {
        var candidates = CandidatesFor(snapshot, deployed);
        var warning = candidates.IsEmpty ? AgentTexts.NobodyNow(Dispatcher.NoCandidateText(snapshot, deployed)) : null;
        return new AgentDeployed(deployed, candidates, warning);
    }

    private static ImmutableArray<string> CandidatesFor(DirectorySnapshot snapshot, Agent agent) =>
        PlacementPlanner.CandidatesOf(SlotPlan.InputFor(snapshot, agent.Name), agent);

    private static void RequireCandidate(DirectorySnapshot snapshot, Agent agent)
    {
        if (!PlacementPlanner.HasCandidate(snapshot.Views, agent))
            throw new AgentNetworkException(
                NetworkError.NoCandidate, AgentTexts.NotDeployed(Dispatcher.NoCandidateText(snapshot, agent)));
    }

    private static void RequireNotPinned(DirectorySnapshot snapshot, AgentName name)
    {
        var nodes = snapshot.PinnedTo(name);
        if (!nodes.IsEmpty) throw new AgentNetworkException(NetworkError.Conflict, AgentTexts.Pinned(name, nodes));
    }

    private static AgentNetworkException Invalid(Agent agent, string problem) =>
        new(NetworkError.InvalidRequest, $"agent '{agent.Name}': {problem}");
}
