using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>Answer of <c>GET /v1/agents</c>.</summary>
internal sealed record AgentsBody(ImmutableArray<AgentBody> Agents);

/// <param name="Workload"><c>light</c>, <c>heavy</c> or <c>background</c>.</param>
/// <param name="Partition"><c>pause</c>, <c>read-only</c> or <c>continue-local</c>.</param>
/// <param name="Nodes">Ids of the nodes that may run it now.</param>
/// <param name="Deployment">Null: pinned to the nodes that offer it by themselves.</param>
internal sealed record AgentBody(
    string Name,
    string Description,
    ImmutableArray<string> Tools,
    string? Model,
    string Workload,
    string Partition,
    RequirementsBody Requires,
    ImmutableArray<string> Nodes,
    DeploymentBody? Deployment)
{
    public static AgentBody From(AgentListing listing) => new(
        listing.Definition.Name.Value,
        listing.Definition.Description,
        [.. listing.Definition.Tools.Select(tool => tool.Name)],
        listing.Definition.Model,
        ApiNames.Of(listing.Definition.Workload),
        ApiNames.Of(listing.Definition.Partition),
        RequirementsBody.From(listing.Definition.Requires),
        listing.Nodes,
        listing.Definition.Deployment is { } deployment ? DeploymentBody.From(deployment) : null);
}

internal sealed record RequirementsBody(
    double? Fp32Tflops,
    double? Fp16Tflops,
    double? Int8Tflops,
    long? MemoryMb,
    long? VramMb,
    bool Gpu,
    ImmutableArray<string> Labels)
{
    public static RequirementsBody From(AgentRequirements requires) => new(
        requires.Fp32Tflops,
        requires.Fp16Tflops,
        requires.Int8Tflops,
        requires.MemoryMb,
        requires.VramMb,
        requires.Gpu,
        requires.Labels);
}
