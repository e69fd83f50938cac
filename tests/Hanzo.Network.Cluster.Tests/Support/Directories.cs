using Hanzo.Network.Health;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Cluster.Tests.Support;

/// <summary>Directory snapshots to decide on, made without an actor.</summary>
internal static class Directories
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>The same moment by the time that health is judged by.</summary>
    public static readonly TimeSpan StartElapsed = TimeSpan.FromHours(1);

    public static readonly Agent MathAgent = new() { Name = AgentName.Parse("math") };

    public static NodeDescription Node(string id, params Agent[] agents) => new()
    {
        NodeId = id,
        Revision = 1,
        Incarnation = $"{id}-1",
        Runtime = "test",
        Version = "1",
        Device = new DeviceCapabilities { Model = id, Chip = "test", Flops = new Flops(null, 1, null) },
        Agents = [.. agents],
        Journal = $"journal-{id}",
    };

    public static string AddressOf(string id) => $"akka.tcp://hanzo@{id}:1";

    /// <summary>As the first node sees all of them, Up.</summary>
    public static DirectoryState Of(params NodeDescription[] nodes)
    {
        var state = DirectoryState.Start(AddressOf(nodes[0].NodeId), 1, nodes[0], DirectorySnapshot.Empty)
            .Member(AddressOf(nodes[0].NodeId), 1, NodeMembership.Up);
        foreach (var node in nodes.Skip(1)) state = state.With(node);
        return state.Tick(StartElapsed, HealthTimings.Default);
    }

    public static DirectoryState With(this DirectoryState state, NodeDescription node) =>
        state.Member(AddressOf(node.NodeId), 1, NodeMembership.Up).Described(AddressOf(node.NodeId), 1, node)
            .Heard(AddressOf(node.NodeId), null, StartElapsed, Start).Tick(StartElapsed, HealthTimings.Default);

    public static DirectoryState Loaded(this DirectoryState state, string id, NodeLoad load) =>
        state.Loaded(AddressOf(id), 1, new LoadReport(load));

    public static NodeDescription WithTflops(this NodeDescription node, double fp16) =>
        node with { Device = node.Device with { Flops = new Flops(null, fp16, null) } };

    public static NodeDescription Hosting(this NodeDescription node, params string[] slots) => node with { Slots = [.. slots] };
}
