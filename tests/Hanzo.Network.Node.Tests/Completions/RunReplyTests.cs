using Hanzo.Network.Agents;
using Hanzo.Network.Node.Completions;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Completions;

public sealed class RunReplyTests
{
    [Fact]
    public void A_run_is_a_head_what_is_said_and_an_end()
    {
        var (reply, parts) = Take(
            "echo", Steps.Queued("it fits"), Steps.Started(), Steps.Delta("Hel"), Steps.Delta("lo"), Steps.Replied("Hello"),
            Steps.Completed("Hello"));

        parts.ShouldBe(
            [
                new ReplyHead(FakeNetwork.Run.ToString(), "echo", DateTimeOffset.FromUnixTimeSeconds(77), "two", "it fits")
                {
                    Run = FakeNetwork.Run,
                },
                new ReplyText("Hel"), new ReplyText("lo"), new ReplyEnd("stop", 11, 7) { Output = "Hello" },
            ]);
        (reply.Run, reply.HasEnded).ShouldBe((FakeNetwork.Run, true));
    }

    [Fact]
    public void Whom_the_router_chose_is_told() =>
        Take("auto", Steps.Queued(), Steps.Started()).Parts.ShouldHaveSingleItem().ShouldBeOfType<ReplyHead>().Model.ShouldBe("echo");

    [Fact]
    public void What_did_not_come_in_pieces_is_said_when_the_reply_is_whole() =>
        Said(Steps.Delta("Hel"), Steps.Replied("Hello"), Steps.Completed("Hello")).ShouldBe("Hel|lo");

    [Fact]
    public void What_is_said_before_tools_are_called_stands_apart() =>
        Said(Steps.Delta("Let me see."), Steps.Replied("Let me see.", calls: 1), Steps.Replied("", calls: 1), Steps.Delta("42"),
            Steps.Replied("42"), Steps.Completed("42")).ShouldBe("Let me see.|\n\n|42");

    [Fact]
    public void The_answer_of_an_agent_that_took_over_is_said() =>
        Said(Steps.Replied("", calls: 1), Steps.Completed("theirs")).ShouldBe("theirs");

    [Fact]
    public void The_answer_of_an_agent_that_took_over_is_said_once_though_it_came_in_pieces() =>
        Said(Steps.Replied("", calls: 1), Steps.Delta("the"), Steps.Delta("irs"), Steps.Completed("theirs")).ShouldBe("the|irs");

    [Fact]
    public void What_did_not_come_in_pieces_of_an_agent_that_took_over_is_said_at_the_end() =>
        Said(Steps.Replied("", calls: 1), Steps.Delta("the"), Steps.Completed("theirs")).ShouldBe("the|irs");

    [Fact]
    public void What_an_agent_that_took_over_says_before_its_answer_is_kept_apart_from_it()
    {
        Said(Steps.Replied("", calls: 1), Steps.Delta("Let me see."), Steps.Delta("42"), Steps.Completed("42"))
            .ShouldBe("Let me see.|42");
        Said(Steps.Replied("", calls: 1), Steps.Delta("Let me see."), Steps.Completed("42")).ShouldBe("Let me see.|\n\n|42");
    }

    [Fact]
    public void Pieces_that_do_not_add_up_are_told_with_the_end()
    {
        var end = Take("echo", Steps.Delta("Hel"), Steps.Delta("Hel"), Steps.Replied("Hello"), Steps.Completed("Hello")).Parts[^1];

        end.ShouldBeOfType<ReplyEnd>().ShouldBe(new ReplyEnd("stop", 11, 7) { Output = "Hello", IsBroken = true });
    }

    [Fact]
    public void A_guardrail_in_the_way_is_a_refusal()
    {
        var end = Take("echo", Steps.Blocked(), Steps.Failed("no names")).Parts.ShouldHaveSingleItem().ShouldBeOfType<ReplyEnd>();

        (end.Finish, end.Output, end.Refusal).ShouldBe(("content_filter", "", "no names"));
    }

    [Fact]
    public void A_run_without_an_answer_is_an_error_that_no_client_repeats_by_itself()
    {
        var failed = Should.Throw<CompletionException>(() => Take("echo", Steps.Failed("the tool is gone"))).Error;
        var cancelled = Should.Throw<CompletionException>(() => Take("echo", Steps.Cancelled("enough"))).Error;

        (failed.Status, failed.Code, failed.Message, failed.MayRepeat).ShouldBe((422, "run_failed", "the tool is gone", false));
        (cancelled.Status, cancelled.Code, cancelled.Message).ShouldBe((422, "run_cancelled", "enough"));
    }

    private static string Said(params RunEvent[] events) =>
        string.Join('|', Take("echo", events).Parts.OfType<ReplyText>().Select(part => part.Text));

    private static (RunReply Reply, List<ReplyPart> Parts) Take(string model, params RunEvent[] events)
    {
        var reply = new RunReply(model);
        return (reply, [.. events.SelectMany(reply.Take)]);
    }
}
