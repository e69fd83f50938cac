using System.Text;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Tests.Api;

/// <summary>What is told of an agent: all that its definition says but its instructions.</summary>
public sealed class AgentBodyTests
{
    private const string Definition = """
        {
          "name": "clerk", "description": "Pays bills.", "instructions": "Be careful.",
          "tools": ["calculate", {"name": "pay", "approval": "always", "effect": "reconcilable",
            "unanswered": {"after_seconds": 3600, "then": "approve"}}, {"name": "find", "approval": "when"}],
          "agents": ["math", {"name": "boss", "mode": "hand_off", "description": "Decides."}],
          "memory": {"scope": "agent", "max": 50, "reflect": true},
          "limits": {"iterations": 5, "tool_calls": 3, "tokens": 5000, "usd": 0.25},
          "price": {"input": 1.5, "output": 6},
          "history_tokens": 4000,
          "guardrails": [{"on": "output", "pattern": "[0-9]{16}", "with": "(a card)"}],
          "examples": ["Pay this."],
          "response_format": {"name": "bill", "schema": {"type": "object"}}
        }
        """;

    private static readonly AgentBody Body =
        AgentBody.From(new AgentListing(DeploymentJson.Parse("body", Encoding.UTF8.GetBytes(Definition)), ["one"]));

    [Fact]
    public void Rules_links_bounds_memory_and_form_are_told()
    {
        var json = JsonSerializer.Serialize(Body, ApiJson.Default.AgentBody);

        json.ShouldContain("\"tools\":[\"calculate\",\"pay\",\"find\"]");
        json.ShouldContain("""
            "tool_rules":[{"name":"pay","approval":"always","effect":"reconcilable","unanswered":
            """.Trim() + """{"after_seconds":3600,"then":"approve","answer":null}},{"name":"find","approval":"when","effect":null""");
        json.ShouldContain("\"agents\":[{\"name\":\"math\",\"mode\":\"ask\",\"description\":null},"
            + "{\"name\":\"boss\",\"mode\":\"hand_off\",\"description\":\"Decides.\"}]");
        json.ShouldContain("\"memory\":{\"scope\":\"agent\",\"max\":50,\"recall\":8,\"recall_tokens\":1000,");
        json.ShouldContain("\"limits\":{\"iterations\":5,\"model_calls\":null,\"tool_calls\":3,\"tokens\":5000,\"usd\":0.25}");
        json.ShouldContain("\"price\":{\"input\":1.5,\"output\":6},\"history_tokens\":4000");
        json.ShouldContain(
            "\"guardrails\":[{\"on\":\"output\",\"name\":null,\"pattern\":\"[0-9]{16}\",\"with\":\"(a card)\",\"reason\":null}]");
        json.ShouldContain("\"examples\":[\"Pay this.\"]");
        json.ShouldContain("\"response_format\":{\"name\":\"bill\",\"description\":null,\"schema\":{\"type\":\"object\"}}");
        json.ShouldNotContain("Be careful");
    }

    [Fact]
    public void What_is_told_is_read_again_by_commands_also_from_nodes_that_tell_less()
    {
        var read = JsonSerializer.Deserialize(JsonSerializer.Serialize(Body, ApiJson.Default.AgentBody), ApiJson.Default.AgentBody)!;
        AgentWords.Besides(read).ShouldBe(AgentWords.Besides(Body));
        const string less = """
            {"name":"a","description":"","tools":[],"model":null,"workload":"light","partition":"pause","nodes":[],"deployment":null,
             "requires":{"gpu":false,"labels":[]}}
            """;

        AgentWords.Besides(JsonSerializer.Deserialize(less, ApiJson.Default.AgentBody)!).ShouldBe("");
    }

    [Fact]
    public void People_read_it_in_a_line()
    {
        AgentWords.Tools(Body).ShouldBe("calculate, pay (asks a person), find (may ask a person)");
        AgentWords.Besides(Body).ShouldBe("asks math; hands over to boss; remembers all it is told; answers in JSON; 1 guardrail; "
            + "at most 5 turns, 3 tool calls, 5000 tokens, 0.25 USD");
    }
}
