using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Placement;

/// <summary>Whether one node may run an agent: what it offers, where the agent was deployed to, what the agent needs.</summary>
internal static class Admission
{
    private static readonly Check Offer = new(IsOffered, static (_, agent) => $"does not offer '{agent.Name}'");

    // The first that is not met is what a refusal names, so that what a person would change first comes first.
    private static readonly ImmutableArray<Check> Needs =
    [
        new(static (node, agent) => IsInScope(node, agent.Deployment), static (_, agent) => OutOfScope(agent.Deployment!)),
        new(
            static (node, agent) => agent.Deployment?.Label is not { } label || node.Device.Labels.Contains(label, StringComparer.Ordinal),
            static (_, agent) => Lacks("label", [agent.Deployment!.Label!])),
        new(static (node, agent) => MissingTools(node, agent).IsEmpty, static (node, agent) => Lacks("tool", MissingTools(node, agent))),
        Figure(static needs => needs.Fp32Tflops, static device => device.Flops.Fp32, "fp32 TFLOPS"),
        Figure(static needs => needs.Fp16Tflops, static device => device.Flops.Fp16, "fp16 TFLOPS"),
        Figure(static needs => needs.Int8Tflops, static device => device.Flops.Int8, "int8 TFLOPS"),
        Figure(static needs => needs.MemoryMb, static device => device.MemoryMb, "MB of memory"),
        Figure(static needs => needs.VramMb, static device => device.VramMb, "MB of memory on one GPU"),
        new(static (node, agent) => !agent.Requires.Gpu || !node.Device.Gpus.IsEmpty, static (_, _) => "needs a GPU, has none"),
        new(static (node, agent) => MissingLabels(node, agent).IsEmpty, static (node, agent) => Lacks("label", MissingLabels(node, agent))),
    ];

    /// <summary>A deployed agent is offered by the network: any node may run it that has what it needs.</summary>
    public static bool IsOffered(NodeView node, Agent agent) => agent.Deployment is not null || node.Agents.Contains(agent.Name);

    /// <summary>Everything that is not met, in words; empty when the node may run the agent.</summary>
    public static ImmutableArray<string> Unmet(NodeView node, Agent agent) =>
        [.. Needs.Prepend(Offer).Where(check => !check.IsMet(node, agent)).Select(check => check.Unmet(node, agent))];

    /// <summary>Everything but whether the node offers the agent.</summary>
    public static bool MeetsNeeds(NodeView node, Agent agent)
    {
        foreach (var need in Needs)
            if (!need.IsMet(node, agent)) return false;
        return true;
    }

    private static bool IsInScope(NodeView node, AgentDeployment? deployment) =>
        deployment is null || deployment.Nodes.IsEmpty || deployment.Nodes.Contains(node.Id, StringComparer.Ordinal);

    private static string OutOfScope(AgentDeployment deployment) => deployment.Nodes.Length == 1
        ? $"is not '{deployment.Nodes[0]}', its only node"
        : string.Create(CultureInfo.InvariantCulture, $"is not one of its {deployment.Nodes.Length} nodes");

    private static ImmutableArray<string> MissingTools(NodeView node, Agent agent) => agent.Deployment is null || agent.Tools.IsEmpty
        ? []
        : [.. agent.Tools.Select(tool => tool.Name).Where(name => !node.Tools.Contains(name))];

    private static ImmutableArray<string> MissingLabels(NodeView node, Agent agent) => agent.Requires.Labels.IsEmpty
        ? []
        : [.. agent.Requires.Labels.Except(node.Device.Labels, StringComparer.Ordinal)];

    private static string Lacks(string what, ImmutableArray<string> names) =>
        $"lacks the {what} {string.Join(", ", names.Select(name => $"'{name}'"))}";

    /// <summary>An unknown figure meets no requirement.</summary>
    private static Check Figure(Func<AgentRequirements, double?> needed, Func<DeviceCapabilities, double?> present, string unit)
    {
        return new Check(
            (node, agent) => needed(agent.Requires) is not { } least || present(node.Device) >= least,
            (node, agent) => string.Create(
                CultureInfo.InvariantCulture, $"needs at least {needed(agent.Requires):0.##} {unit}, has {Text(present(node.Device))}"));

        static string Text(double? amount) => amount?.ToString("0.##", CultureInfo.InvariantCulture) ?? "an unknown amount";
    }

    /// <param name="Unmet">In words, of a node that does not meet it.</param>
    private sealed record Check(Func<NodeView, Agent, bool> IsMet, Func<NodeView, Agent, string> Unmet);
}
