using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions.RunIds;

/// <summary>A run whose id its caller chose is started once.</summary>
public sealed class RunIdTests(ITestOutputHelper output)
{
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };
    private static readonly RunRequest Order = new("ship 7") { Agent = "slow", RunId = "order-7" };

    [Fact]
    public async Task The_same_id_is_the_same_run_from_any_node_and_after_the_loss_of_its_node()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);
        var two = await network.StartAsync("two", n => n.UseChatClient(model), Slow);
        await network.MeetAsync();

        var first = await one.Network.StartAsync(Order).Within(20);
        await model.NextCall().Within(20);
        (await two.Network.StartAsync(Order).Within(20)).Id.ShouldBe(first.Id);
        (await two.Network.FindRunAsync("order-7").Within(20))!.ShouldSatisfyAllConditions(
            run => run.Id.ShouldBe(first.Id), run => run.GivenId.ShouldBe("order-7"));

        var (lost, survivor) = first.Node == "one" ? (one, two) : (two, one);
        await lost.CrashAsync();
        var again = survivor.Network.RunAsync(Order);
        (await model.NextCall().Within(30)).Release("shipped");

        (await again.Within(30)).ShouldSatisfyAllConditions(run => run.Id.ShouldBe(first.Id), run => run.Output.ShouldBe("shipped"));
    }

    [Fact]
    public async Task Another_request_under_the_same_id_is_a_conflict_also_after_all_nodes_have_ended()
    {
        using var model = new GatedChatClient();
        var journal = new SharedJournal();
        RunId first;
        await using (var before = new TestNetwork(output) { Journal = journal })
        {
            var one = await before.StartAsync("one", n => n.UseChatClient(model), Slow);
            var run = one.Network.RunAsync(Order);
            (await model.NextCall().Within(20)).Release("shipped");
            first = (await run.Within(20)).Id;
        }

        await using var after = new TestNetwork(output) { Journal = journal };
        var next = await after.StartAsync("two", n => n.UseChatClient(model), Slow);

        (await next.Network.RunAsync(Order).Within(20)).ShouldSatisfyAllConditions(
            run => run.Id.ShouldBe(first), run => run.Output.ShouldBe("shipped"));
        var other = Order with { Input = "ship 8" };
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => next.Network.RunAsync(other).Within(20));
        refused.Error.ShouldBe(NetworkError.Conflict);
        refused.Message.ShouldContain("order-7");
        (await next.Network.FindRunAsync("order-8").Within(20)).ShouldBeNull();
    }

    [Fact]
    public async Task Many_at_once_start_one_run()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);

        var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => one.Network.StartAsync(Order))).Within(30);

        started.Select(run => run.Id).Distinct().Count().ShouldBe(1);
    }
}
