using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Completions;

namespace Hanzo.Network.Node.Tests.Completions;

public sealed class AgentQuestionTests
{
    [Fact]
    public void The_last_message_is_asked_and_what_was_said_before_is_history()
    {
        var run = AgentQuestion.Of(Request(
            new("system", "Be kind."), new("user", "one"), new("assistant", "two"), new("assistant", ""), new("system", "Be short."),
            new("user", "three")));

        (run.Input, run.Agent, run.Session).ShouldBe(("three", "math", null));
        run.History.ShouldBe([new("system", "Be kind.\n\nBe short."), new("user", "one"), new("assistant", "two")]);
    }

    [Fact]
    public void A_question_alone_has_no_history() => AgentQuestion.Of(Request(new SaidMessage("user", "Hi"))).History.ShouldBeEmpty();

    [Fact]
    public void Who_asks_is_told_to_agents_that_remember() =>
        AgentQuestion.Of(Request(new SaidMessage("user", "Hi")) with { User = "ada" }).User.ShouldBe("ada");

    [Fact]
    public void What_only_a_model_can_follow_is_refused_by_name()
    {
        var error = Should.Throw<ApiException>(() =>
            AgentQuestion.Of(Request(new SaidMessage("user", "Hi")) with { OnlyForModels = ["tools", "stop"] }));

        (error.Field, error.Code).ShouldBe(("tools", "unsupported_parameter"));
        error.Message.ShouldContain("'math' is an agent");
    }

    [Fact]
    public void Calls_of_tools_are_no_business_of_the_client()
    {
        var asked = new SaidMessage("assistant", "") { Calls = [new ToolRequest("c1", "look", "{}")] };

        Should.Throw<ApiException>(() => AgentQuestion.Of(Request(new("user", "a"), asked, new("user", "b"))))
            .Message.ShouldContain("messages[1]");
        Should.Throw<ApiException>(() => AgentQuestion.Of(Request(new("user", "a"), new("tool", "x") { CallId = "c1" })))
            .Message.ShouldContain("role 'user'");
    }

    [Theory]
    [InlineData("assistant", "so")]
    [InlineData("user", "  ")]
    public void There_must_be_a_question(string role, string text) =>
        Should.Throw<ApiException>(() => AgentQuestion.Of(Request(new SaidMessage(role, text)))).Field.ShouldBe("messages");

    [Fact]
    public void More_than_a_run_can_take_is_told_as_such()
    {
        var most = new string('a', RunRequest.MaxInputBytes);

        AgentQuestion.Of(Request(new SaidMessage("user", most))).Input.ShouldBe(most);
        var long1 = Should.Throw<ApiException>(() => AgentQuestion.Of(Request(new SaidMessage("user", most + "a"))));
        var long2 = Should.Throw<ApiException>(() => AgentQuestion.Of(Request(new("user", most), new("user", most))));

        (long1.Status, long1.Code, long2.Code).ShouldBe((400, "context_length_exceeded", "context_length_exceeded"));
        long2.Message.ShouldContain($"at most {RunRequest.MaxSaidBytes}");
    }

    private static CompletionRequest Request(params SaidMessage[] messages) => new("math", [.. messages]);
}
