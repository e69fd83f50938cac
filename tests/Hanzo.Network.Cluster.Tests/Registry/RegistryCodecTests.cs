using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Devices;
using Hanzo.Network.Joining;
using Hanzo.Network.Memory;
using Hanzo.Network.Models;
using Hanzo.Network.Partitions;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Cluster.Tests.Registry;

public sealed class RegistryCodecTests
{
    private const string Golden =
        """
        {"node_id":"one","revision":1,"incarnation":"one-1","runtime":"test","version":"1",
        "device":{"model":"m","chip":"c","memory_mb":16384,"flops":{"fp16":7.1},"gpus":[{"name":"g","memory_mb":12288,"flops":{}}],
        "cpu":{"name":"c","cores":8,"features":[],"flops":{}},"labels":["office"],"source":"file","notes":["n"]},
        "agents":[{"name":"math","description":"sums","instructions":"be exact",
        "tools":[{"name":"calculate","effect":"Idempotent","approval":"Always"}],"model":"llama",
        "requires":{"vram_mb":8192,"gpu":true,"labels":["office"]},"workload":"Heavy","slots":4,
        "partition":"ContinueLocal"}],
        "tools":["calculate","word_count"],"models":[{"server":"ollama","model":"qwen3","tokens_per_second":45.5},
        {"server":"ollama","model":"phi"}],"journal":"shared","addresses":["10.1.0.7:5681"],"draining":false,"hurries":false,
        "slots":{"math":"0-2,9"},"history":{"math":"0-9"}}
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
                Partition = PartitionMode.ContinueLocal,
            },
        ],
        Tools = ["calculate", "word_count"],
        Models = [new ServedModel("ollama", "qwen3") { TokensPerSecond = 45.5 }, new ServedModel("ollama", "phi")],
        Journal = "shared",
        Addresses = [NodeAddress.Parse("10.1.0.7:5681")],
        Slots = ["math.0", "math.1", "math.2", "math.9"],
        History = [.. Enumerable.Range(0, 10).Select(index => $"math.{index}")],
    };

    private static readonly LoadReport Load = new(new NodeLoad(0.5, 0.25, 1, 2)
    {
        Gpu = 0.75,
        Capacity = 8,
        Speeds = [new RunSpeed(AgentName.Parse("math"), "llama", 1.5, 20, 3, Directories.Start)],
    })
    {
        Busy = ["math.1"],
        Noted = 7,
    };

    [Fact]
    public void How_an_agent_remembers_is_told_to_others()
    {
        var memory = new AgentMemory { Scope = MemoryScope.Network, MaxMemories = 50, Recall = 3, HalfLifeHours = 24.5, Reflect = true };
        var text = RegistryCodec.Write(Full with { Agents = [Full.Agents[0] with { Memory = memory }] });

        text.ShouldContain("\"memory\":{\"scope\":\"Network\",\"max_memories\":50,");
        RegistryCodec.ReadDescription(text).Agents[0].Memory.ShouldBe(memory);
    }

    [Fact]
    public void A_description_is_written_in_the_form_that_nodes_of_other_versions_read() =>
        RegistryCodec.Write(Full).ShouldBe(GoldenText);

    [Fact]
    public void A_description_comes_back_whole_and_fields_of_later_versions_are_ignored()
    {
        var later = GoldenText.Replace("\"labels\"", "\"npu\":{\"tops\":45},\"labels\"", StringComparison.Ordinal);

        var read = RegistryCodec.ReadDescription(later);

        RegistryCodec.Write(read).ShouldBe(GoldenText);
        read.Agents[0].Tools.ShouldBe(Full.Agents[0].Tools);
        read.Slots.ShouldBe(Full.Slots);
    }

    [Fact]
    public void A_description_says_whether_its_node_is_cut_off()
    {
        var text = RegistryCodec.Write(Full with { CutOff = new CutOffMark("d1", ["one", "two"]) });

        text.ShouldBe($"{GoldenText[..^1]},\"cut_off\":{{\"detachment\":\"d1\",\"members\":[\"one\",\"two\"]}}}}");
        RegistryCodec.ReadDescription(text).CutOff!.Members.ShouldBe(["one", "two"]);
        RegistryCodec.ReadDescription(GoldenText).CutOff.ShouldBeNull();
    }

    [Fact]
    public void A_load_is_written_and_read_as_ever()
    {
        const string golden =
            """
            {"load":{"cpu":0.5,"memory":0.25,"active_runs":1,"queued_runs":2,"gpu":0.75,"capacity":8,"speeds":[{"agent":"math",
            "model":"llama","seconds":1.5,"tokens_per_second":20,"runs":3,"at":"2026-01-02T03:04:05+00:00"}]},
            "busy":{"math":"1"},"noted":7}
            """;
        var text = golden.ReplaceLineEndings("");

        RegistryCodec.Write(Load).ShouldBe(text);
        RegistryCodec.Write(RegistryCodec.ReadLoad(text)).ShouldBe(text);
        RegistryCodec.ReadLoad(text).Busy.ShouldBe(["math.1"]);
    }

    [Fact]
    public void A_deployed_agent_is_written_and_read_as_ever()
    {
        const string golden =
            """
            {"name":"math","version":3,"definition":{"name":"math","description":"","instructions":"","tools":[],
            "requires":{"gpu":false,"labels":[]},"workload":"Light","slots":16,
            "deployment":{"version":3,"nodes":["one"],"label":"gpu","replicas":2}}}
            """;
        var text = golden.ReplaceLineEndings("");
        var deployment = new AgentDeployment(3) { Nodes = ["one"], Label = "gpu", Replicas = 2 };
        var agent = new DeployedAgent(AgentName.Parse("math"), 3, Directories.MathAgent with { Deployment = deployment });

        RegistryCodec.Write(agent).ShouldBe(text);
        RegistryCodec.Write(RegistryCodec.ReadAgent(text)).ShouldBe(text);
    }

    [Fact]
    public void What_counts_when_nobody_answers_goes_to_all_nodes_with_the_agent()
    {
        ToolReference[] tools =
        [
            new("pay") { Approval = ToolApproval.When, Unanswered = new Unanswered(TimeSpan.FromHours(36)) { Approve = true } },
            new("ask_person") { Unanswered = new Unanswered(TimeSpan.FromSeconds(1)) { Answer = "nach Köln" } },
        ];
        var agent = new DeployedAgent(AgentName.Parse("math"), 3, Directories.MathAgent with { Tools = [.. tools] });

        var text = RegistryCodec.Write(agent);

        text.ShouldContain(
            """{"name":"ask_person","unanswered":{"after":"00:00:01","approve":false,"answer":"nach Köln"}}""");
        RegistryCodec.ReadAgent(text).Definition!.Tools.ShouldBe(tools);
    }

    [Fact]
    public void An_undeployed_agent_is_its_name_and_version()
    {
        var agent = new DeployedAgent(AgentName.Parse("math"), 4, null);

        RegistryCodec.Write(agent).ShouldBe("""{"name":"math","version":4}""");
        RegistryCodec.ReadAgent("""{"name":"math","version":4}""").ShouldBe(agent);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("null")]
    [InlineData("""{"load":{"cpu":0,"memory":0,"active_runs":0,"queued_runs":0},"busy":["math.1"]}""")]
    [InlineData("""{"load":{"cpu":0,"memory":0,"active_runs":0,"queued_runs":0},"busy":{"math":"1-x"}}""")]
    [InlineData("""{"load":{"cpu":0,"memory":0,"active_runs":0,"queued_runs":0},"busy":{"math":"0-1999999999"}}""")]
    [InlineData("""{"load":{"cpu":0,"memory":0,"active_runs":0,"queued_runs":0},"busy":{"no agent":"1"}}""")]
    public void What_cannot_be_read_is_a_format_error(string text) => Should.Throw<FormatException>(() => RegistryCodec.ReadLoad(text));

    /// <summary>What other versions leave out, or say is null, is none or is refused; nothing fails later.</summary>
    [Fact]
    public void A_description_without_one_of_its_fields_is_whole_or_refused() => EachLess(GoldenText, text =>
    {
        var read = RegistryCodec.ReadDescription(text);
        _ = RegistryCodec.Write(read);
        _ = Directories.Of(read).Snapshot.Input;
    });

    /// <inheritdoc cref="A_description_without_one_of_its_fields_is_whole_or_refused"/>
    [Fact]
    public void A_load_without_one_of_its_fields_is_whole_or_refused() =>
        EachLess(RegistryCodec.Write(Load), text => _ = LoadChange.IsNoticeable(Load, RegistryCodec.ReadLoad(text)));

    /// <inheritdoc cref="A_description_without_one_of_its_fields_is_whole_or_refused"/>
    [Fact]
    public void A_deployed_agent_without_one_of_its_fields_is_whole_or_refused() =>
        EachLess(RegistryCodec.Write(DeployedAgent.Next(Full.Agents[0], 0)), text =>
        {
            var read = RegistryCodec.ReadAgent(text);
            _ = RegistryCodec.Write(read);
            _ = Directories.Of(Directories.Node("one")).Deployed(read).Snapshot.Input;
        });

    private static void EachLess(string golden, Action<string> read)
    {
        var (fields, whole) = (FieldsOf(JsonNode.Parse(golden)!).Count(), 0);
        for (var i = 0; i < fields; i++)
            foreach (var isNull in new[] { false, true })
            {
                var root = JsonNode.Parse(golden)!;
                var (parent, name) = FieldsOf(root).ElementAt(i);
                parent.Remove(name);
                if (isNull) parent[name] = null;
                try
                {
                    read(root.ToJsonString());
                    whole++;
                }
                catch (FormatException)
                {
                    // It is refused, and says so.
                }
                catch (Exception error)
                {
                    Assert.Fail($"{(isNull ? "null" : "no")} '{name}': {error.Message}");
                }
            }

        whole.ShouldBeGreaterThan(0);
    }

    private static IEnumerable<(JsonObject Parent, string Name)> FieldsOf(JsonNode node) => node switch
    {
        JsonObject parent => parent.SelectMany(
            field => FieldsOf(field.Value!).Prepend((parent, field.Key))),
        JsonArray array => array.SelectMany(item => FieldsOf(item!)),
        _ => [],
    };

    [Fact]
    public void All_slots_of_a_network_and_the_agents_of_a_node_fit_into_one_value()
    {
        var slots = Enumerable.Range(0, SlotId.MaxPerNetwork / SlotId.DefaultCount)
            .SelectMany(agent => Enumerable.Range(0, SlotId.DefaultCount).Select(slot => $"{new string('a', 59)}{agent:000}.{slot * 2}"));
        var texts = new string('x', AgentsFile.MaxDefinitionBytes);
        var agents = Full.Agents[0] with { Instructions = texts };
        var full = Full with { Slots = slots.ToImmutableSortedSet(StringComparer.Ordinal), Agents = [agents] };

        RegistryCodec.BytesOf(RegistryCodec.Write(full)).ShouldBeLessThan(RegistryKeys.MaxValueBytes);
    }

    private static string GoldenText => Golden.ReplaceLineEndings("");
}
