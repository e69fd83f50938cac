using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>Whether one node may run an agent: what it offers, where the agent was deployed to, what the agent needs.</summary>
internal static class Admission
{
    // The first that is not met is what a refusal names, so that what a person would change first comes first.
    private static readonly ImmutableArray<Func<NodeView, Agent, string?>> Checks =
    [
        static (node, agent) => IsOffered(node, agent) ? null : $"does not offer '{agent.Name}'",
        static (node, agent) => Scope(node, agent.Deployment),
        static (node, agent) => agent.Deployment?.Label is { } label ? Labels(node, [label]) : null,
        static (node, agent) => Tools(node, agent),
        static (node, agent) => Figure(agent.Requires.Fp32Tflops, node.Device.Flops.Fp32, "fp32 TFLOPS"),
        static (node, agent) => Figure(agent.Requires.Fp16Tflops, node.Device.Flops.Fp16, "fp16 TFLOPS"),
        static (node, agent) => Figure(agent.Requires.Int8Tflops, node.Device.Flops.Int8, "int8 TFLOPS"),
        static (node, agent) => Figure(agent.Requires.MemoryMb, node.Device.MemoryMb, "MB of memory"),
        static (node, agent) => Figure(agent.Requires.VramMb, node.Device.VramMb, "MB of memory on one GPU"),
        static (node, agent) => agent.Requires.Gpu && node.Device.Gpus.IsEmpty ? "needs a GPU, has none" : null,
        static (node, agent) => Labels(node, agent.Requires.Labels),
    ];

    /// <summary>A deployed agent is offered by the network: any node may run it that has what it needs.</summary>
    public static bool IsOffered(NodeView node, Agent agent) => agent.Deployment is not null || node.Agents.Contains(agent.Name);

    /// <summary>Everything that is not met, in words; empty when the node may run the agent.</summary>
    public static ImmutableArray<string> Unmet(NodeView node, Agent agent) =>
        [.. Checks.Select(check => check(node, agent)).OfType<string>()];

    /// <summary>The same, but for whether the node offers the agent.</summary>
    public static bool MeetsNeeds(NodeView node, Agent agent)
    {
        for (var i = 1; i < Checks.Length; i++)
            if (Checks[i](node, agent) is not null) return false;
        return true;
    }

    private static string? Scope(NodeView node, AgentDeployment? deployment)
    {
        if (deployment is null || deployment.Nodes.IsEmpty || deployment.Nodes.Contains(node.Id, StringComparer.Ordinal)) return null;
        return deployment.Nodes.Length == 1
            ? $"is not '{deployment.Nodes[0]}', its only node"
            : string.Create(CultureInfo.InvariantCulture, $"is not one of its {deployment.Nodes.Length} nodes");
    }

    private static string? Tools(NodeView node, Agent agent)
    {
        if (agent.Deployment is null || agent.Tools.IsEmpty) return null;
        return Missing("tool", [.. agent.Tools.Select(tool => tool.Name).Where(name => !node.Tools.Contains(name))]);
    }

    private static string? Labels(NodeView node, ImmutableArray<string> labels) => labels.IsEmpty
        ? null
        : Missing("label", [.. labels.Except(node.Device.Labels, StringComparer.Ordinal)]);

    private static string? Missing(string what, ImmutableArray<string> names) =>
        names.IsEmpty ? null : $"lacks the {what} {string.Join(", ", names.Select(name => $"'{name}'"))}";

    // Unknown figures meet no requirement.
    private static string? Figure(double? needed, double? present, string unit)
    {
        if (needed is not { } least || present >= least) return null;
        var has = present is { } value ? value.ToString("0.##", CultureInfo.InvariantCulture) : "an unknown amount";
        return string.Create(CultureInfo.InvariantCulture, $"needs at least {least:0.##} {unit}, has {has}");
    }
}
