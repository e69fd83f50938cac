using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Devices;
using Hanzo.Network.Tools;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class DirectoryWireTests
{
    private const string Golden =
        """
        {"description":{"node_id":"one","revision":1,"incarnation":"one-1","runtime":"test","version":"1",
        "device":{"model":"m","chip":"c","memory_mb":16384,"flops":{"fp16":7.1},"gpus":[{"name":"g","memory_mb":12288}],
        "cores":8,"labels":["office"],"source":"file","notes":["n"]},
        "agents":[{"name":"math","description":"sums","instructions":"be exact",
        "tools":[{"name":"calculate","effect":"Idempotent","approval":"Always"}],"model":"llama",
        "requires":{"vram_mb":8192,"gpu":true,"labels":["office"]},"workload":"Heavy","slots":4}],
        "journal":"shared","draining":false,"slots":["math.3"]}}
        """;

    private static readonly NodeDescription Full = new()
    {
        NodeId = "one",
        Revision = 1,
        Incarnation = "one-1",
        Runtime = "test",
        Version = "1",
        Device = new DeviceCapabilities
        {
            Model = "m",
            Chip = "c",
            MemoryMb = 16_384,
            Flops = new Flops(null, 7.1, null),
            Gpus = [new GpuDevice("g", 12_288)],
            Cpu = new CpuDevice("c", 8),
            Labels = ["office"],
            Source = "file",
            Notes = ["n"],
        },
        Agents =
        [
            new Agent
            {
                Name = AgentName.Parse("math"),
                Description = "sums",
                Instructions = "be exact",
                Tools = [new ToolReference("calculate") { Effect = ToolEffect.Idempotent, Approval = ToolApproval.Always }],
                Model = "llama",
                Requires = new AgentRequirements { VramMb = 8192, Gpu = true, Labels = ["office"] },
                Workload = Workload.Heavy,
                Slots = 4,
            },
        ],
        Journal = "shared",
        Slots = ["math.3"],
    };

    [Fact]
    public void A_description_is_written_in_the_form_that_nodes_of_other_versions_read() =>
        Encoding.UTF8.GetString(Format.Write(new NodeDescribed(Full))).ShouldBe(Golden.ReplaceLineEndings(""));

    [Fact]
    public void A_description_comes_back_whole_and_fields_of_later_versions_are_ignored()
    {
        var later = Golden.Replace("\"cores\":8", "\"cores\":8,\"npu\":{\"tops\":45}", StringComparison.Ordinal);

        var read = (NodeDescribed)Format.Read(Encoding.UTF8.GetBytes(later));

        Encoding.UTF8.GetString(Format.Write(read)).ShouldBe(Golden.ReplaceLineEndings(""));
        read.Description.Agents[0].Tools.ShouldBe(Full.Agents[0].Tools);
    }

    private static WireFormat Format => WireFormats.All.Of("node.described.1");
}
