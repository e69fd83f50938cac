using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>That an agent belongs to the network, and on which of its nodes it may run.</summary>
/// <param name="On">Ids of the only nodes; empty: all.</param>
/// <param name="Replicas">On at most so many nodes; null: on all that may.</param>
internal sealed record DeploymentBody(long Version, ImmutableArray<string> On, string? Label, int? Replicas)
{
    public static DeploymentBody From(AgentDeployment deployment) =>
        new(deployment.Version, deployment.Nodes, deployment.Label, deployment.Replicas);
}

/// <summary>Answer of <c>POST /v1/agents</c>.</summary>
/// <param name="Warning">Why nobody can run it now; null when somebody can.</param>
internal sealed record DeployedBody(AgentBody Agent, string? Warning)
{
    public static DeployedBody From(AgentDeployed deployed) =>
        new(AgentBody.From(new AgentListing(deployed.Definition, deployed.Nodes)), deployed.Warning);
}

/// <summary>Output of <c>hanzo deploy --json</c>.</summary>
internal sealed record DeploymentsBody(ImmutableArray<DeployedBody> Deployed, ImmutableArray<ComplaintBody> Refused);

/// <summary>Output of <c>hanzo undeploy --json</c>.</summary>
internal sealed record UndeployedBody(string Undeployed);
