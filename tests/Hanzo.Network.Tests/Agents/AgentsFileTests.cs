using System.Text;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Files;
using Hanzo.Network.Guardrails;
using Hanzo.Network.Memory;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Composite;

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
              "tools": ["calculate",
                {"name": "find", "approval": "always", "effect": "idempotent", "unanswered": {"after_seconds": 60, "then": "approve"}},
                {"name": "ask_person", "unanswered": {"after_seconds": 3600, "answer": "any"}}],
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
        [
            new ToolReference("calculate"),
            new ToolReference("find")
            {
                Approval = ToolApproval.Always, Effect = ToolEffect.Idempotent,
                Unanswered = new Unanswered(TimeSpan.FromMinutes(1)) { Approve = true },
            },
            new ToolReference("ask_person") { Unanswered = new Unanswered(TimeSpan.FromHours(1)) { Answer = "any" } },
        ]);
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
        "tool 'calculat' is unknown; this node has ask_person, calculate, find")]
    [InlineData("{\"agents\":[{\"name\":\"a\",\"tools\":[\"find\",\"find\"]}]}", 1, "agents[0].tools[1]", "listed twice")]
    [InlineData(
        "{\"agents\":[{\"name\":\"a\",\"tools\":[{\"name\":\"find\",\"effect\":\"maybe\"}]}]}",
        1,
        "agents[0].tools[0].effect",
        "must be one of idempotent, reconcilable, ask_before_retry, not 'maybe'")]
    [InlineData(
        "{\"agents\":[{\"name\":\"a\",\"tools\":[{\"name\":\"find\",\"unanswered\":{\"then\":\"approve\"}}]}]}",
        1,
        "agents[0].tools[0].unanswered",
        "the field 'after_seconds' is missing")]
    [InlineData(
        "{\"agents\":[{\"name\":\"a\",\"tools\":[{\"name\":\"find\",\"unanswered\":{\"after_seconds\":0}}]}]}",
        1,
        "agents[0].tools[0].unanswered.after_seconds",
        "must be a whole number from 1 to 2,592,000 s, not 0")]
    [InlineData(
        "{\"agents\":[{\"name\":\"a\",\"tools\":[{\"name\":\"find\",\"unanswered\":{\"after_seconds\":9,\"then\":\"no\"}}]}]}",
        1,
        "agents[0].tools[0].unanswered.then",
        "must be one of reject, approve, not 'no'")]
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
    public void Limits_and_price_are_read()
    {
        var agent = Parse("""
            {"agents":[{"name":"a","limits":{"iterations":3,"model_calls":9,"tool_calls":0,"tokens":5000,"usd":0.25},
            "price":{"input":0.15,"output":0.6}}]}
            """).ShouldHaveSingleItem();

        agent.Limits.ShouldBe(new RunLimits { Iterations = 3, ModelCalls = 9, ToolCalls = 0, Tokens = 5000, Usd = 0.25m });
        agent.Price.ShouldBe(new ModelPrice(0.15m, 0.6m));
    }

    [Fact]
    public void Guardrails_are_read()
    {
        var agent = Parse("""
            {"agents":[{"name":"a","guardrails":
            ["mine",{"on":"output","pattern":"x+","with":"","reason":"no x"},{"on":"both","name":"yours"}]}]}
            """).ShouldHaveSingleItem();

        agent.Guardrails.ShouldBe(
            [
                new GuardrailRule { Name = "mine" },
                new GuardrailRule { On = GuardrailStage.Output, Pattern = "x+", With = "", Reason = "no x" },
                new GuardrailRule { Name = "yours" },
            ]);
    }

    [Fact]
    public void Agents_that_it_may_ask_are_read()
    {
        var agent = Parse("""{"agents":[{"name":"a","agents":["math",{"name":"text","mode":"hand_off","description":"Writes."}]}]}""")
            .ShouldHaveSingleItem();

        agent.Agents.ShouldBe(
            [
                new AgentLink(AgentName.Parse("math")),
                new AgentLink(AgentName.Parse("text")) { Mode = AgentLinkMode.HandOff, Description = "Writes." },
            ]);
        agent.Agents.Select(link => link.Function).ShouldBe(["ask_math", "hand_off_to_text"]);
    }

    [Theory]
    [InlineData("\"agents\":[\"a\"]", "agents[0]", "'a' itself")]
    [InlineData("\"agents\":[\"b\",\"b\"]", "agents[0]", "'ask_b' is there twice")]
    [InlineData("\"agents\":[{\"name\":\"b\",\"mode\":\"give\"}]", "agents[0].agents[0].mode", "ask, hand_off")]
    [InlineData("\"guardrails\":[{\"pattern\":\"(?=x)\"}]", "agents[0].guardrails[0]", "cannot be used")]
    [InlineData("\"guardrails\":[{\"on\":\"input\"}]", "agents[0].guardrails[0]", "either a name or a pattern")]
    [InlineData("\"examples\":[\"\"]", "agents[0].examples[0]", "1 to 300 characters")]
    [InlineData("\"examples\":\"one\"", "agents[0].examples", "must be an array")]
    [InlineData("\"limits\":{\"iterations\":0}", "agents[0].limits.iterations", "1 to 100")]
    [InlineData("\"limits\":{\"turns\":1}", "agents[0].limits.turns", "is unknown")]
    [InlineData("\"price\":{\"input\":1}", "agents[0].price", "'output' is missing")]
    [InlineData("\"memory\":{\"max\":5}", "agents[0].memory.max", "from 10 to 10,000 memories")]
    [InlineData("\"memory\":{\"scope\":\"all\"}", "agents[0].memory.scope", "user, session, agent, network")]
    [InlineData("\"response_format\":\"xml\"", "agents[0].response_format", "must be one of json")]
    [InlineData("\"response_format\":{\"name\":\"x\"}", "agents[0].response_format", "'schema' is missing")]
    [InlineData("\"response_format\":{\"schema\":[]}", "agents[0].response_format", "schema must be a JSON object")]
    [InlineData("\"response_format\":{\"schema\":{},\"name\":\"a b\"}", "agents[0].response_format", "'a b'; it must have 1 to 64")]
    [InlineData("\"memory\":true", "agents[0].memory", "must be an object with scope, max")]
    public void Links_limits_and_guardrails_that_are_none_are_refused(string field, string path, string why)
    {
        var error = Should.Throw<InvalidFileException>(() => Parse($$"""{"agents":[{"name":"a",{{field}}}]}"""));

        error.Field.ShouldBe(path);
        error.Message.ShouldContain(why);
    }

    [Fact]
    public void Memory_is_read_with_its_defaults()
    {
        var agents = Parse(
            """
            {"agents":[{"name":"a","memory":{}},{"name":"b","memory":{"scope":"network","max":50,"recall":3,"recall_tokens":200,
              "relevance":0.5,"half_life_hours":24,"reflect":true}},{"name":"c"}]}
            """);

        agents[0].Memory.ShouldBe(new AgentMemory());
        agents[1].Memory.ShouldBe(new AgentMemory
        {
            Scope = MemoryScope.Network, MaxMemories = 50, Recall = 3, RecallTokens = 200, Relevance = 0.5, HalfLifeHours = 24,
            Reflect = true,
        });
        agents[2].Memory.ShouldBeNull();
    }

    [Fact]
    public void A_response_format_keeps_its_schema_as_it_was_written()
    {
        var agents = Parse(
            """
            {"agents":[{"name":"a","response_format":"json"},
              {"name":"b","response_format":{"name":"city","description":"A city.",
                "schema":{"type":"object","required":["name"],
                  "properties":{"name":{"type":"string"},"x":{"enum":[1.50,null,true,"ä"]}}}}}]}
            """);

        agents[0].ResponseFormat.ShouldBe(ResponseFormat.Json);
        agents[1].ResponseFormat.ShouldBe(new ResponseFormat
        {
            Name = "city", Description = "A city.",
            Schema = """{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"x":{"enum":[1.50,null,true,"ä"]}}}""",
        });
    }

    [Fact]
    public void The_schema_lists_what_the_parser_takes()
    {
        using var schema = JsonDocument.Parse(Schemas.Agents);
        var item = schema.RootElement.GetProperty("properties").GetProperty("agents").GetProperty("items").GetProperty("properties");

        Names(schema.RootElement.GetProperty("properties")).ShouldBe(AgentsFile.RootFields, ignoreOrder: true);
        Names(item).ShouldBe(AgentsFile.Fields, ignoreOrder: true);
        var composite = schema.RootElement.GetProperty("properties").GetProperty("composite_tools").GetProperty("items")
            .GetProperty("properties");
        Names(composite).ShouldBe(CompositeToolReader.Fields, ignoreOrder: true);
        Names(composite.GetProperty("steps").GetProperty("items").GetProperty("oneOf")[1].GetProperty("properties"))
            .ShouldBe(CompositeToolReader.StepFields, ignoreOrder: true);
        Names(item.GetProperty("requires").GetProperty("properties")).ShouldBe(AgentsFile.RequiresFields, ignoreOrder: true);
        Names(item.GetProperty("tools").GetProperty("items").GetProperty("oneOf")[1].GetProperty("properties"))
            .ShouldBe(AgentsFile.ToolFields, ignoreOrder: true);
        Names(item.GetProperty("limits").GetProperty("properties")).ShouldBe(RunLimitsReader.Fields, ignoreOrder: true);
        Names(item.GetProperty("price").GetProperty("properties")).ShouldBe(RunLimitsReader.PriceFields, ignoreOrder: true);
        Names(item.GetProperty("guardrails").GetProperty("items").GetProperty("oneOf")[1].GetProperty("properties"))
            .ShouldBe(GuardrailReader.Fields, ignoreOrder: true);
        Names(item.GetProperty("agents").GetProperty("items").GetProperty("oneOf")[1].GetProperty("properties"))
            .ShouldBe(AgentLinks.Fields, ignoreOrder: true);
        Names(item.GetProperty("memory").GetProperty("properties")).ShouldBe(AgentMemoryReader.Fields, ignoreOrder: true);
        Names(item.GetProperty("response_format").GetProperty("oneOf")[1].GetProperty("properties"))
            .ShouldBe(ResponseFormatReader.Fields, ignoreOrder: true);
        item.GetProperty("workload").GetProperty("enum").EnumerateArray().Select(one => one.GetString())
            .ShouldBe(["light", "heavy", "background"]);
    }

    private static IEnumerable<string> Names(JsonElement properties) => properties.EnumerateObject().Select(property => property.Name);

    private static System.Collections.Immutable.ImmutableArray<Agent> Parse(string json) =>
        AgentsFile.Parse("team.json", Encoding.UTF8.GetBytes(json), new ToolNames(["find", "calculate", "ask_person"]));
}
