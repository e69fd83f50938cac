using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Conversations;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>Runs that wait for people, in a network of two nodes.</summary>
public sealed class PersonTests(ITestOutputHelper output)
{
    private static readonly Agent Asker = new() { Name = AgentName.Parse("asker"), Tools = [new ToolReference("ask_person")] };

    [Fact]
    public async Task A_question_is_answered_in_words_at_a_node_that_does_not_have_the_session()
    {
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", _ => { }, Asker);
        var two = await network.StartAsync("two", _ => { }, Asker);
        await network.MeetAsync();
        var run = await one.Network.StartAsync(new RunRequest("Ask a person: which colour?") { Agent = "asker" }).Within(20);
        var elsewhere = run.Node == "one" ? two : one;
        var asked = await WaitingAsync(elsewhere, run.Id);
        asked.ShouldSatisfyAllConditions(
            q => q.WantsWords.ShouldBeTrue(), q => q.Question.ShouldContain("which colour?"), q => q.Deadline.ShouldBeNull());

        await elsewhere.Network.AnswerAsync(run.Id, asked.Id, PersonAnswer.Said("blue")).Within(20);

        var events = await WatchAsync(elsewhere, run.Id).Within(20);
        events[^1].Data["output"]!.GetValue<string>().ShouldStartWith("blue");
        events.Single(e => e.Type == RunEventTypes.ApprovalAnswered).Data["answer"]!.GetValue<string>().ShouldBe("blue");
        var late = await Should.ThrowAsync<AgentNetworkException>(
            () => one.Network.AnswerAsync(run.Id, asked.Id, PersonAnswer.Said("red")).Within(20));
        late.Error.ShouldBe(NetworkError.Conflict);
    }

    [Fact]
    public async Task What_nobody_answers_in_time_goes_on_with_its_default()
    {
        var (paid, pay) = (0, new ToolReference("pay") { Approval = ToolApproval.Always });
        var hasty = new Unanswered(TimeSpan.FromSeconds(1));
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync(
            "one",
            n => n.AddTool(AIFunctionFactory.Create(() => $"paid {Interlocked.Increment(ref paid)}", "pay")),
            new Agent { Name = AgentName.Parse("careful"), Tools = [pay with { Unanswered = hasty }] },
            new Agent { Name = AgentName.Parse("bold"), Tools = [pay with { Unanswered = hasty with { Approve = true } }] });

        var careful = await one.Network.RunAsync(new RunRequest("pay") { Agent = "careful" }).Within(20);
        (careful.Status, paid).ShouldBe((RunStatus.Completed, 0));
        careful.Output.ShouldContain("nobody answered within 1 s");
        (await one.Network.RunAsync(new RunRequest("pay") { Agent = "bold" }).Within(20)).Output.ShouldStartWith("paid 1");
    }

    [Fact]
    public async Task A_run_says_how_its_agent_and_its_node_were_chosen()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", _ => { }, BuiltInAgents.Math, BuiltInAgents.Echo);
        var routed = await one.Network.RunAsync(new RunRequest("What is 6 * 7?")).Within(20);
        var named = await one.Network.RunAsync(new RunRequest("What is 1 + 1?") { Session = routed.Session }).Within(20);

        var decided = (await WatchAsync(one, routed.Id).Within(20)).Where(IsDecision).ToList();
        decided.Select(e => e.Type).ShouldBe([RunEventTypes.RouteDecided, RunEventTypes.PlacementDecided]);
        decided[0].Data["considered"]!.AsArray().Select(who => who!["agent"]!.GetValue<string>()).ShouldBe(["math", "echo"]);
        decided[1].Data["node"]!.GetValue<string>().ShouldBe("one");
        decided[1].Data["slot"]!.GetValue<string>().ShouldBe(routed.Session.Slot.ToString());
        (await WatchAsync(one, named.Id).Within(20)).Where(IsDecision).ShouldBeEmpty();

        static bool IsDecision(RunEvent e) => e.Type.EndsWith(".decided", StringComparison.Ordinal);
    }

    private static async Task<PendingApproval> WaitingAsync(TestNode node, RunId run)
    {
        await Eventually.TrueAsync(async () => (await node.Network.GetRunAsync(run))?.Status == RunStatus.Waiting);
        return (await node.Network.GetRunAsync(run).Within(20))!.Approvals.ShouldHaveSingleItem();
    }

    private static async Task<List<RunEvent>> WatchAsync(TestNode node, RunId run)
    {
        var events = new List<RunEvent>();
        await foreach (var @event in node.Network.WatchAsync(run)) events.Add(@event);
        return events;
    }
}
