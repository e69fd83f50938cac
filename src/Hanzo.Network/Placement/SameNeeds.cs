using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>Agents that the same nodes may run, as far as needs and scope go: their candidates are found once.</summary>
internal sealed class SameNeeds : IEqualityComparer<Agent>
{
    public static readonly SameNeeds Instance = new();

    public bool Equals(Agent? x, Agent? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && SameRequirements(x.Requires, y.Requires) && SameScope(x, y));

    public int GetHashCode(Agent agent) => HashCode.Combine(
        agent.Deployment is null, agent.Requires.Fp32Tflops, agent.Requires.Fp16Tflops, agent.Requires.Int8Tflops,
        agent.Requires.MemoryMb, agent.Requires.VramMb, agent.Requires.Labels.Length, agent.Deployment?.Nodes.Length);

    private static bool SameRequirements(AgentRequirements x, AgentRequirements y) =>
        (x.Fp32Tflops, x.Fp16Tflops, x.Int8Tflops, x.MemoryMb, x.VramMb, x.Gpu)
            == (y.Fp32Tflops, y.Fp16Tflops, y.Int8Tflops, y.MemoryMb, y.VramMb, y.Gpu)
        && x.Labels.AsSpan().SequenceEqual(y.Labels.AsSpan());

    private static bool SameScope(Agent x, Agent y)
    {
        if (x.Deployment is not { } one || y.Deployment is not { } other) return x.Deployment is null && y.Deployment is null;
        return one.Label == other.Label
            && one.Nodes.AsSpan().SequenceEqual(other.Nodes.AsSpan())
            && x.Tools.Select(tool => tool.Name).SequenceEqual(y.Tools.Select(tool => tool.Name), StringComparer.Ordinal);
    }
}
