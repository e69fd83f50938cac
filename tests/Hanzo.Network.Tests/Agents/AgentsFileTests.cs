using System.Text;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Files;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Tests.Agents;

public sealed class AgentsFileTests
{
    private const string Full = """
        {
          "agents": [
            {
              "name": "coder",
              "description": "Writes code",
              "instructions": "You write code.",
              "tools": ["calculate", {"name": "find", "approval": "always", "effect": "idempotent"}],
              "model": "qwen",
              "requires": {"fp16_tflops": 50, "memory_mb": 16000, "vram_mb": 8000, "gpu": true, "labels": ["rack-1"]},
              "workload": "heavy",
              "partition": "continue-local",
              "slots": 4
            },
            {"name": "small"}
          ]
        }
        """;

    [Fact]
    public void Reads_every_field()
    {
        var agents = Parse(Full);

        var coder = agents[0];
        coder.Name.Value.ShouldBe("coder");
        coder.Description.ShouldBe("Writes code");
        coder.Instructions.ShouldBe("You write code.");
        coder.Tools.ShouldBe(
            [new ToolReference("calculate"), new ToolReference("find") { Approval = ToolApproval.Always, Effect = ToolEffect.Idempotent }]);
        coder.Model.ShouldBe("qwen");
        coder.Requires.Fp16Tflops.ShouldBe(50);
        coder.Requires.MemoryMb.ShouldBe(16000);
        coder.Requires.VramMb.ShouldBe(8000);
        coder.Requires.Gpu.ShouldBeTrue();
        coder.Requires.Labels.ShouldBe(["rack-1"]);
        coder.Workload.ShouldBe(Workload.Heavy);
        coder.Slots.ShouldBe(4);
        coder.Partition.ShouldBe(PartitionMode.ContinueLocal);
        agents[1].ShouldBe(new Agent { Name = AgentName.Parse("small") });
    }

    [Theory]
    [InlineData(
        "{\"agents\":[\n{\"name\":\"Math!\"}]}",
        2,
        "agents[0].name",
        "'Math!' is no agent name; it must match [a-z][a-z0-9_-]{0,62}")]
    [InlineData("{\"agents\":[{}]}", 1, "agents[0]", "the field 'name' is missing")]
    [InlineData("{}", 1, "", "the field 'agents' is missing")]
    [InlineData("[]", 1, "", "must be an object with agents")]
    [InlineData("{\"agents\":{}}", 1, "agents", "must be an array")]
    [InlineData("{\"agents\":[7]}", 1, "agents[0]", "must be an object with name")]
    [InlineData("{\"agents\":[{\"name\":7}]}", 1, "agents[0].name", "must be a text, not 7")]
    [InlineData("{\"agents\":[{\"name\":\"a\"},\n\n{\"name\":\"a\"}]}", 3, "agents[1].name", "'a' is defined twice")]
    [InlineData("{\"agents\":[{\"name\":\"a\",\n\"tool\":[]}]}", 2, "agents[0].tool", "is unknown; allowed: name, description")]
    [InlineData("{\"agents\":[{\"name\":\"a\",\"name\":\"b\"}]}", 1, "agents[0].name", "stands twice")]
    [InlineData(
        "{\"agents\":[{\"name\":\"a\",\n\"tools\":[\"calculat\"]}]}",
        2,
        "agents[0].tools[0]",
        "tool 'calculat' is unknown; this node has calculate, find")]
    [InlineData("{\"agents\":[{\"name\":\"a\",\"tools\":[\"find\",\"find\"]}]}", 1, "agents[0].tools[1]", "listed twice")]
    [InlineData(
        "{\"agents\":[{\"name\":\"a\",\"tools\":[{\"name\":\"find\",\"effect\":\"maybe\"}]}]}",
        1,
        "agents[0].tools[0].effect",
        "must be one of idempotent, reconcilable, ask_before_retry, not 'maybe'")]
    [InlineData(
        "{\"agents\":[{\"name\":\"a\",\"workload\":\"fast\"}]}",
        1,
        "agents[0].workload",
        "must be one of light, heavy, background, not 'fast'")]
    [InlineData(
        "{\"agents\":[{\"name\":\"a\",\"partition\":\"readonly\"}]}",
        1,
        "agents[0].partition",
        "must be one of pause, read-only, continue-local, not 'readonly'")]
    [InlineData(
        "{\"agents\":[{\"name\":\"a\",\"requires\":{\"fp16_tflops\":-1}}]}",
        1,
        "agents[0].requires.fp16_tflops",
        "must be a number from 0 to 100,000 TFLOPS, not -1")]
    [InlineData(
        "{\"agents\":[{\"name\":\"a\",\"requires\":{\"fp4_tflops\":1}}]}",
        1,
        "agents[0].requires.fp4_tflops",
        "is unknown; allowed: fp32_tflops")]
    [InlineData(
        "{\"agents\":[{\"name\":\"a\",\"requires\":{\"gpu\":\"yes\"}}]}",
        1,
        "agents[0].requires.gpu",
        "must be true or false, not 'yes'")]
    [InlineData("{\"agents\":[{\"name\":\"a\",\"slots\":0}]}", 1, "agents[0].slots", "must be a whole number from 1 to 256 slots, not 0")]
    [InlineData("{\"agents\":[\n{\"name\":\"a\"\n\"model\":1}]}", 3, "", "not JSON")]
    [InlineData("", 1, "", "not JSON")]
    [InlineData("{\"agents\":[]} x", 1, "", "not JSON")]
    public void Names_file_line_and_field(string json, int line, string field, string problem)
    {
        var error = Should.Throw<InvalidFileException>(() => Parse(json));

        error.Message.ShouldContain(problem);
        error.Message.ShouldStartWith($"team.json, line {line}");
        error.Line.ShouldBe(line);
        error.Field.ShouldBe(field);
    }

    [Fact]
    public void Refuses_a_file_beyond_its_bound() =>
        Should.Throw<InvalidFileException>(
            () => Parse(new string(' ', (1024 * 1024) + 1))).Message.ShouldContain("at most 1048576 are allowed");

    [Fact]
    public void Texts_beyond_what_a_node_can_tell_others_are_refused_at_the_agent_that_is_too_much()
    {
        var half = new string('ö', 15_000);
        var error = Should.Throw<InvalidFileException>(() => Parse(
            $$"""
            {"agents":[
            {"name":"a","instructions":"{{half}}"},
            {"name":"b","instructions":"{{half}}"}]}
            """));

        (error.Line, error.Field).ShouldBe((3, "agents[1]"));
        error.Message.ShouldContain("60000 bytes; the agents of one node may have 40960 together");
    }

    [Fact]
    public void Of_agents_to_deploy_each_may_have_as_much_as_all_of_a_node()
    {
        var half = new string('ö', 15_000);
        byte[] File(string instructions) => Encoding.UTF8.GetBytes(
            $$"""{"agents":[{"name":"a","instructions":"{{half}}"},{"name":"b","instructions":"{{instructions}}"}]}""");

        AgentsFile.ParseToDeploy("team.json", File(half)).Length.ShouldBe(2);
        Should.Throw<InvalidFileException>(() => AgentsFile.ParseToDeploy("team.json", File(new string('ö', 21_000)))).Message
            .ShouldContain("agents[1]: description and instructions have 42000 bytes; a deployed agent may have 40960.");
    }

    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_fine() =>
        Parse("\uFEFF{ // mine\n\"agents\":[{\"name\":\"a\",},],}").ShouldHaveSingleItem();

    [Fact]
    public void The_schema_lists_what_the_parser_takes()
    {
        using var schema = JsonDocument.Parse(Schemas.Agents);
        var item = schema.RootElement.GetProperty("properties").GetProperty("agents").GetProperty("items").GetProperty("properties");

        Names(schema.RootElement.GetProperty("properties")).ShouldBe(AgentsFile.RootFields, ignoreOrder: true);
        Names(item).ShouldBe(AgentsFile.Fields, ignoreOrder: true);
        Names(item.GetProperty("requires").GetProperty("properties")).ShouldBe(AgentsFile.RequiresFields, ignoreOrder: true);
        Names(item.GetProperty("tools").GetProperty("items").GetProperty("oneOf")[1].GetProperty("properties"))
            .ShouldBe(AgentsFile.ToolFields, ignoreOrder: true);
        item.GetProperty("workload").GetProperty("enum").EnumerateArray().Select(one => one.GetString())
            .ShouldBe(["light", "heavy", "background"]);
    }

    private static IEnumerable<string> Names(JsonElement properties) => properties.EnumerateObject().Select(property => property.Name);

    private static System.Collections.Immutable.ImmutableArray<Agent> Parse(string json) =>
        AgentsFile.Parse("team.json", Encoding.UTF8.GetBytes(json), ["find", "calculate"]);
}
