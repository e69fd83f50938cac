using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Text;
using Spectre.Console;

namespace Hanzo.Network.Node.Output;

internal static class NetworkTables
{
    private static readonly string[] NodeColumns =
        ["Node", "Address", "Health", "Latency", "Device", "Memory", "VRAM", "FP16 TFLOPS", "Load", "Agents"];

    public static void WriteStatus(Screen screen, NetworkBody network)
    {
        screen.Line($"network {network.Network}, seen from node {network.NodeId} ({network.Runtime} {network.Version})");
        var table = NewTable(NodeColumns);
        var agents = string.Join(", ", network.Agents);
        var health = network.Detached ? "detached" : network.Draining ? "draining" : "this node";
        AddRow(table, $"{network.NodeId} *", network.Address, health, "-", network.Capabilities, network.Load, agents);
        AddPeers(table, network);
        screen.Console.Write(table);
        string[] counts =
        [
            Counted.Of(network.PeerCount, "peer"), Counted.Of(network.AgentCount, "agent"), Counted.Of(network.ActiveRuns, "active run"),
        ];
        screen.Line($"{string.Join(", ", counts)}; sessions are {network.Durability}; security: {network.Security}");
        if (network.Consensus is { Group: not null } group) screen.Line(ConsensusText.Summary(group));
        foreach (var model in network.Models) screen.Line($"model {model.Model} on node {model.Node} ({Words.Serving(model)})");
        foreach (var notice in network.Notices) screen.Line($"note: {notice}");
        foreach (var partition in network.Partitions) WritePartition(screen, partition);
    }

    private static void WritePartition(Screen screen, PartitionBody partition)
    {
        var until = partition.Until is not { } end ? "and still is"
            : partition.TakenOver ? $"until a person declared them dead at {end.UtcDateTime:HH:mm:ss}Z"
            : $"until {end.UtcDateTime:HH:mm:ss}Z";
        var sessions = Counted.Of(partition.BranchCount, "session");
        screen.Line($"cut off: node {partition.Node} from {string.Join(", ", partition.Others)} "
            + $"since {partition.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z {until}; {sessions} begun there meanwhile");
        foreach (var branch in partition.Branches)
            screen.Line(branch.Parent is { } parent
                ? $"  branch {branch.Session} of {parent} after event {branch.ParentSequence}"
                : $"  branch {branch.Session}, a session of its own");
    }

    public static void WritePeers(Screen screen, NetworkBody network)
    {
        if (network.Peers.Count == 0)
        {
            screen.Line($"node {network.NodeId} of network {network.Network} has no peers yet.");
            return;
        }
        var table = NewTable(NodeColumns);
        AddPeers(table, network);
        screen.Console.Write(table);
    }

    public static void WriteHealth(Screen screen, NetworkBody network, DateTimeOffset now)
    {
        if (network.Peers.Count == 0)
        {
            screen.Line($"node {network.NodeId} of network {network.Network} has no peers yet.");
            return;
        }
        var table = NewTable("Node", "Address", "Member", "Health", "Latency", "Last seen");
        foreach (var (id, peer) in network.Peers)
        {
            var ago = peer.LastSeen is { } at ? now - at : (TimeSpan?)null;
            var seen = ago is { } time ? $"{Math.Max(0, time.TotalSeconds):0.0} s ago" : "never";
            Add(table, id, peer.Address, peer.Status, peer.Health, Words.Milliseconds(peer.LatencyMs), seen);
        }
        screen.Console.Write(table);
    }

    public static void WriteAgents(Screen screen, AgentsBody agents)
    {
        var table = NewTable(
            "Agent", "What it does", "Tools", "Besides", "Workload", "When cut off", "Requires", "Belongs to", "May run on");
        foreach (var agent in agents.Agents)
        {
            var nodes = agent.Nodes.Length == 0 ? "no node" : string.Join(", ", agent.Nodes);
            var (tools, requires) = (AgentWords.Tools(agent), Requirements(agent.Requires));
            var belongs = Words.Deployment(agent.Deployment);
            var besides = AgentWords.Besides(agent);
            Add(table, agent.Name, agent.Description, tools, besides, agent.Workload, agent.Partition, requires, belongs, nodes);
        }
        screen.Console.Write(table);
    }

    private static void AddPeers(Table table, NetworkBody network)
    {
        foreach (var (id, peer) in network.Peers)
        {
            var health = peer.Status != "up" ? peer.Status : peer.Draining ? "draining" : peer.Healthy ? "healthy" : HealthOf(peer);
            var (latency, agents) = (Words.Milliseconds(peer.LatencyMs), string.Join(", ", peer.Agents));
            AddRow(table, id, peer.Address, health, latency, peer.Capabilities, peer.Load, agents);
        }
    }

    private static string HealthOf(PeerBody peer) => peer.Health is "flapping" ? "flapping" : "not answering";

    private static void AddRow(
        Table table, string node, string address, string health, string latency, DeviceBody? device, LoadBody? load, string agents) =>
        Add(
            table,
            node,
            address,
            health,
            latency,
            Words.Device(device),
            Words.Gigabytes(device?.Memory),
            Words.VideoMemory(device),
            Words.Tflops(device?.Flops.Fp16),
            Words.Load(load),
            agents);

    private static string Requirements(RequirementsBody requires)
    {
        string?[] parts =
        [
            requires.Gpu ? "gpu" : null,
            requires.VramMb is { } vram ? $"{Words.Gigabytes(vram)} VRAM" : null,
            requires.MemoryMb is { } memory ? $"{Words.Gigabytes(memory)} memory" : null,
            requires.Fp32Tflops is { } fp32 ? $"{Words.Tflops(fp32)} FP32 TFLOPS" : null,
            requires.Fp16Tflops is { } fp16 ? $"{Words.Tflops(fp16)} FP16 TFLOPS" : null,
            requires.Int8Tflops is { } int8 ? $"{Words.Tflops(int8)} INT8 TOPS" : null,
            .. requires.Labels,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private static Table NewTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    private static void Add(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
}
