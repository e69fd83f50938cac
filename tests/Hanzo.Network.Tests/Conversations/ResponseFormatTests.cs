using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Guardrails;
using Hanzo.Network.InProcess;
using Hanzo.Network.Tests.InProcess;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>Agents whose answers are JSON.</summary>
public sealed class ResponseFormatTests
{
    private static readonly ResponseFormat City = new()
    {
        Name = "city",
        Schema =
            """
            {"type":"object","required":["name"],"additionalProperties":false,
             "properties":{"name":{"type":"string","minLength":1},"people":{"type":"integer","minimum":0}}}
            """,
    };

    [Fact]
    public async Task The_model_is_told_the_form_and_its_answer_is_the_runs()
    {
        var model = ScriptedChatClient.Saying("""{"name":"Bern","people":134000}""");
        var run = await RunAsync(model, City);

        (run.Status, run.Output).ShouldBe((RunStatus.Completed, """{"name":"Bern","people":134000}"""));
        var told = model.Options!.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>();
        told.SchemaName.ShouldBe("city");
        told.Schema!.Value.GetProperty("required")[0].GetString().ShouldBe("name");
    }

    [Theory]
    [InlineData("Bern", "it is not JSON: ")]
    [InlineData("\"Bern\"", "'answer' must be of type object, not \"Bern\".")]
    [InlineData("{\"people\":1}", "'answer.name' is missing; it must be of type string.")]
    [InlineData("{\"name\":\"Bern\",\"people\":-1}", "'answer.people' must be at least 0, not -1.")]
    [InlineData("{\"name\":\"Bern\",\"mayor\":\"?\"}", "'answer.mayor' is unknown; known are name, people.")]
    public async Task An_answer_of_another_form_fails_the_run_and_says_why(string answer, string why)
    {
        var run = await RunAsync(ScriptedChatClient.Saying(answer), City);

        run.Status.ShouldBe(RunStatus.Failed);
        run.Error!.ShouldContain("has not the agent's response_format: ");
        run.Error!.ShouldContain(why);
    }

    [Theory]
    [InlineData("{}", RunStatus.Completed)]
    [InlineData("[]", RunStatus.Failed)]
    public async Task Without_a_schema_any_object_will_do(string answer, RunStatus status) =>
        (await RunAsync(ScriptedChatClient.Saying(answer), ResponseFormat.Json)).Status.ShouldBe(status);

    [Fact]
    public async Task Turns_that_call_tools_need_no_form()
    {
        var model = new ScriptedChatClient(
            (_, _) => Task.FromResult(ScriptedChatClient.Call(("calculate", "expression", "6 * 7"))),
            (_, _) => Task.FromResult(ScriptedChatClient.Say("""{"name":"42"}""")));

        (await RunAsync(model, City)).Output.ShouldBe("""{"name":"42"}""");
    }

    [Fact]
    public async Task What_a_call_has_used_counts_though_its_answer_has_another_form()
    {
        var run = await RunAsync(ScriptedChatClient.Saying("Bern"), City);

        (run.Usage!.ModelCalls, run.Usage.InputTokens, run.Usage.OutputTokens).ShouldBe((1, 10, 3));
    }

    [Theory]
    [InlineData("""{"name":"Bern [1]"}""", """{"name":"Bern "}""", null)]
    [InlineData("""{"people":[1]}""", "", "it is not JSON")]
    [InlineData("no name", "", "its answer was blocked by guardrail '/no name/'")]
    public async Task The_answer_is_checked_as_guardrails_leave_it(string answer, string output, string? error)
    {
        var run = await RunAsync(
            ScriptedChatClient.Saying(answer),
            City,
            new GuardrailRule { On = GuardrailStage.Output, Pattern = @"\[1\]", With = "" },
            new GuardrailRule { On = GuardrailStage.Output, Pattern = "no name" });

        run.Output.ShouldBe(output);
        if (error is null) run.Error.ShouldBeNull();
        else run.Error!.ShouldContain(error);
    }

    [Theory]
    [InlineData("""{"name":"Bern"}""", null)]
    [InlineData("Bern", "the answer of the agent that it was handed to has not the agent's response_format: it is not JSON")]
    public void The_answer_of_an_agent_that_a_run_was_handed_to_is_checked_too(string answer, string? error)
    {
        var other = AgentName.Parse("text");
        var talk = new Talk
        {
            Agent = BuiltInAgents.Math with { ResponseFormat = City, Agents = [new AgentLink(other) { Mode = AgentLinkMode.HandOff }] },
        };
        talk.Start();
        talk.Ask("hand_off_to_text");
        var used = new RunUsage { ModelCalls = 1, InputTokens = 5 };
        talk.End(new CompleteToolCall(new EffectId(1, 2), answer) { Used = used });

        var run = talk.State.ResultOf(1)!;
        run.Status.ShouldBe(error is null ? RunStatus.Completed : RunStatus.Failed);
        run.Usage.ShouldBe(used + new RunUsage { ModelCalls = 1, ToolCalls = 1 });
        if (error is not null) run.Error!.ShouldStartWith(error);
    }

    [Fact]
    public void A_schema_that_is_too_large_or_too_deep_is_refused_when_the_agent_is_defined()
    {
        new ResponseFormat { Schema = $$"""{"title":"{{new string('x', ResponseFormat.MaxSchemaBytes)}}"}""" }.Check()!
            .ShouldContain("at most 16384 are allowed");
        new ResponseFormat { Schema = string.Concat(Enumerable.Repeat("{\"a\":", 20)) + "1" + new string('}', 20) }.Check()!
            .ShouldContain("no JSON of at most 16 levels");
    }

    private static async Task<RunResult> RunAsync(IChatClient model, ResponseFormat format, params ImmutableArray<GuardrailRule> guardrails)
    {
        await using var network = LocalNetwork.Create(model, configure: n => n.AddAgent(new Agent
        {
            Name = AgentName.Parse("clerk"), Tools = [new ToolReference("calculate")], ResponseFormat = format, Guardrails = guardrails,
        }));
        return await network.RunAsync(new RunRequest("which city?") { Agent = "clerk" }).WaitAsync(LocalNetwork.Bound);
    }
}
