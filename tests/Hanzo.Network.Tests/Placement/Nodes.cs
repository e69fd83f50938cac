using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Tests.Placement;

internal static class Nodes
{
    public static readonly AgentName MathName = AgentName.Parse("math");

    public static NodeView Node(
        string id,
        double? fp16 = null,
        int runs = 0,
        double cpu = 0,
        int? cores = 8,
        params string[] agents) => new()
    {
        Id = id,
        Device = new DeviceCapabilities
        {
            Model = $"model of {id}",
            Chip = "c",
            Flops = new Flops(null, fp16, null),
            Cpu = new CpuDevice(null, cores),
            MemoryMb = 16384,
        },
        Load = new NodeLoad(cpu, 0.5, runs, 0) { Capacity = cores ?? NodeLoad.DefaultCapacity },
        Agents = [.. (agents.Length == 0 ? ["math"] : agents).Select(AgentName.Parse)],
    };

    public static Agent Agent(Workload workload = Workload.Light, int slots = 16, AgentRequirements? requires = null) =>
        new() { Name = MathName, Workload = workload, Slots = slots, Requires = requires ?? AgentRequirements.None };

    public static AgentPlacement Plan(Agent agent, params NodeView[] nodes) => PlacementPlanner.PlanAgent(Input(nodes), agent);

    public static string? HomeOf(PlacementInput input, Agent agent, int slot) =>
        new SlotHomes(input).Of(agent, new SlotId(agent.Name, slot));

    public static PlacementExplanation Explain(Agent agent, params NodeView[] nodes) => PlacementPlanner.Explain([.. nodes], agent);

    public static PlacementInput Input(params NodeView[] nodes) => new() { Nodes = [.. nodes] };

    /// <summary>As many of the first slots of the agent as there are nodes, each on its node.</summary>
    public static Dictionary<SlotId, string> On(Agent agent, params string[] nodes) =>
        Enumerable.Range(0, nodes.Length).ToDictionary(slot => new SlotId(agent.Name, slot), slot => nodes[slot]);
}
