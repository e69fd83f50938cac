using Hanzo.Network.Agents;
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
    public void A_schema_that_is_too_large_or_too_deep_is_refused_when_the_agent_is_defined()
    {
        new ResponseFormat { Schema = $$"""{"title":"{{new string('x', ResponseFormat.MaxSchemaBytes)}}"}""" }.Check()!
            .ShouldContain("at most 16384 are allowed");
        new ResponseFormat { Schema = string.Concat(Enumerable.Repeat("{\"a\":", 20)) + "1" + new string('}', 20) }.Check()!
            .ShouldContain("no JSON of at most 16 levels");
    }

    private static async Task<RunResult> RunAsync(IChatClient model, ResponseFormat format)
    {
        await using var network = LocalNetwork.Create(model, configure: n => n.AddAgent(new Agent
        {
            Name = AgentName.Parse("clerk"), Tools = [new ToolReference("calculate")], ResponseFormat = format,
        }));
        return await network.RunAsync(new RunRequest("which city?") { Agent = "clerk" }).WaitAsync(LocalNetwork.Bound);
    }
}
