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
        bool draining = false,
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
        Load = new NodeLoad(cpu, 0.5, runs, 0),
        Agents = [.. (agents.Length == 0 ? ["math"] : agents).Select(AgentName.Parse)],
        Draining = draining,
    };

    public static Agent Agent(Workload workload = Workload.Light, int slots = 16, AgentRequirements? requires = null) =>
        new() { Name = MathName, Workload = workload, Slots = slots, Requires = requires ?? AgentRequirements.None };

    public static AgentPlacement Plan(Agent agent, params NodeView[] nodes) =>
        PlacementPlanner.Plan(nodes, [agent], PlacementPlan.Empty).Agents[agent.Name];
}
