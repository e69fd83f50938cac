using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.InProcess;

namespace Hanzo.Network.Tests.InProcess;

/// <summary>Runs whose caller remembers what was said before.</summary>
public sealed class GivenHistoryTests
{
    private readonly ScriptedChatClient _model = ScriptedChatClient.Saying("four");

    [Fact]
    public async Task The_model_is_told_what_was_said_and_what_the_caller_wants_beside_its_instructions()
    {
        await using var network = Create();

        var run = await network.RunAsync(Ask("and now?", new("system", "Be short."), new("user", "2?"), new("assistant", "two")));

        run.Output.ShouldBe("four");
        Told(0).ShouldBe(["system: agent\n\nBe short.", "user: 2?", "assistant: two", "user: and now?"]);
    }

    [Fact]
    public async Task What_was_given_stays_with_the_session_and_its_instructions_can_change()
    {
        await using var network = Create();
        var first = await network.RunAsync(Ask("one", new("system", "Be short."), new("user", "zero")));
        var next = new RunRequest("two") { Session = first.Session };

        await network.RunAsync(next with { History = [new("system", "Be short.")] });
        await network.RunAsync(next with { Input = "three", History = [new("system", "Be long.")] });

        Told(1)[..2].ShouldBe(["system: agent\n\nBe short.", "user: zero"]);
        Told(2).ShouldBe(
            ["system: agent\n\nBe long.", "user: zero", "user: one", "assistant: four", "user: two", "assistant: four", "user: three"]);
    }

    [Theory]
    [InlineData("tool", "history has a line of 'tool'; allowed are user, assistant and system")]
    [InlineData("wizard", "history has a line of 'wizard'")]
    public async Task Only_what_was_said_is_taken(string role, string error)
    {
        await using var network = Create();

        var refused = await Should.ThrowAsync<AgentNetworkException>(network.RunAsync(Ask("x", new TranscriptLine(role, "y"))));

        refused.Error.ShouldBe(NetworkError.InvalidRequest);
        refused.Message.ShouldContain(error);
    }

    [Fact]
    public async Task A_session_that_goes_on_has_its_own_history()
    {
        await using var network = Create();
        var first = await network.RunAsync(Ask("one"));

        var refused = await Should.ThrowAsync<AgentNetworkException>(
            network.RunAsync(new RunRequest("two") { Session = first.Session, History = [new("user", "zero")] }));

        refused.Message.ShouldContain("only lines of 'system' may be added");
    }

    [Fact]
    public void Input_and_history_fit_one_message()
    {
        var half = new string('a', RunRequest.MaxSaidBytes / 2);

        RunRequestRules.CheckHistory(Ask(half[..^100], new TranscriptLine("user", half[..^100]))).ShouldBeNull();
        RunRequestRules.CheckHistory(Ask(half, new TranscriptLine("user", half)))!.ShouldContain("at most 253952 are allowed");
    }

    [Fact]
    public void The_same_question_after_something_else_is_another_request()
    {
        var asked = Ask("x") with { RunId = "mine" };

        RunFingerprint.Of(asked with { History = [new("user", "a")] }).ShouldNotBe(RunFingerprint.Of(asked));
        RunFingerprint.Of(asked with { History = [new("user", "a")] })
            .ShouldNotBe(RunFingerprint.Of(asked with { History = [new("assistant", "a")] }));
    }

    private static RunRequest Ask(string input, params TranscriptLine[] history) =>
        new(input) { Agent = "agent", History = [.. history] };

    private AgentNetwork Create() => LocalNetwork.Create(_model, configure: network => network.AddAgent("agent", "agent"));

    private List<string> Told(int call) =>
        [.. _model.Seen[call].Select(message => $"{message.Role}: {message.Text}")];
}
