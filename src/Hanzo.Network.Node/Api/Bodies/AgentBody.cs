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
    /// <summary>Of the tools whose use says more than a name.</summary>
    public ImmutableArray<ToolRuleBody> ToolRules { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Other agents that it may call.</summary>
    public ImmutableArray<AgentLinkBody> Agents { get; init => field = value.IsDefault ? [] : value; } = [];

    public ImmutableArray<GuardrailBody> Guardrails { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What people ask it.</summary>
    public ImmutableArray<string> Examples { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Null: it remembers nothing.</summary>
    public AgentMemoryBody? Memory { get; init; }

    /// <summary>Of each of its runs; null: the usual number of iterations.</summary>
    public LimitsBody? Limits { get; init; }

    /// <summary>Null: not known.</summary>
    public PriceBody? Price { get; init; }

    public int HistoryTokens { get; init; } = Agent.DefaultHistoryTokens;

    /// <summary>Null: text.</summary>
    public ResponseFormatBody? ResponseFormat { get; init; }

    public static AgentBody From(AgentListing listing) => Basic(listing) with
    {
        ToolRules = [.. listing.Definition.Tools.Select(ToolRuleBody.From).OfType<ToolRuleBody>()],
        Agents = [.. OrNone(listing.Definition.Agents).Select(AgentLinkBody.From)],
        Guardrails = [.. OrNone(listing.Definition.Guardrails).Select(GuardrailBody.From)],
        Examples = OrNone(listing.Definition.Examples),
        Memory = listing.Definition.Memory is { } memory ? AgentMemoryBody.From(memory) : null,
        Limits = listing.Definition.Limits is { } limits ? LimitsBody.From(limits) : null,
        Price = listing.Definition.Price is { } price ? new PriceBody(price.Input, price.Output) : null,
        HistoryTokens = listing.Definition.HistoryTokens ?? Agent.DefaultHistoryTokens,
        ResponseFormat = listing.Definition.ResponseFormat is { } format ? ResponseFormatBody.From(format) : null,
    };

    private static ImmutableArray<T> OrNone<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;

    private static AgentBody Basic(AgentListing listing) => new(
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
