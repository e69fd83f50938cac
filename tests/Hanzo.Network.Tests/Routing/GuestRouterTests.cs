using Hanzo.Network.Agents;
using Hanzo.Network.Guests;
using Hanzo.Network.Routing;
using Hanzo.Network.Tests.InProcess;

namespace Hanzo.Network.Tests.Routing;

public sealed class GuestRouterTests
{
    private static readonly RouteQuery Query = new("what now?", [new Agent { Name = AgentName.Parse("day") }]);

    private readonly ManualTime _time = new();

    [Fact]
    public async Task One_that_throws_picks_nobody_and_says_why()
    {
        var decision = await Around((_, _) => throw new InvalidOperationException("no idea")).RouteAsync(Query, default);

        decision.Agent.ShouldBeNull();
        decision.Why.ShouldStartWith("mine failed with InvalidOperationException: no idea");
    }

    [Fact]
    public async Task One_that_ignores_its_token_is_not_waited_for_beyond_the_limit()
    {
        var asked = new TaskCompletionSource();
        var never = new TaskCompletionSource<RouteDecision>();
        var deciding = Around((_, _) =>
        {
            asked.SetResult();
            return new(never.Task);
        }).RouteAsync(Query, default).AsTask();

        await asked.Task;
        _time.Advance(GuestRouter.Limit);

        (await deciding).Why.ShouldStartWith("mine took more than 60 s");
    }

    [Fact]
    public async Task A_caller_that_cancels_has_not_to_wait_for_it()
    {
        using var cancel = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        var never = new TaskCompletionSource<RouteDecision>();
        var deciding = Around((_, _) =>
        {
            asked.SetResult();
            return new(never.Task);
        }).RouteAsync(Query, cancel.Token).AsTask();

        await asked.Task;
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(deciding);
    }

    [Fact]
    public async Task A_network_asks_its_own_router_that_way()
    {
        await using var network = LocalNetwork.Create(
            configure: builder => builder.UseRouter(new Mine((_, _) => throw new IOException("gone"))));

        var refused = await Should.ThrowAsync<AgentNetworkException>(() => network.RunAsync(new RunRequest("hello")));

        refused.Message.ShouldStartWith("mine failed with IOException: gone");
    }

    private GuestRouter Around(Func<RouteQuery, CancellationToken, ValueTask<RouteDecision>> route) =>
        new(new Mine(route), new GuestCall(_time));

    private sealed class Mine(Func<RouteQuery, CancellationToken, ValueTask<RouteDecision>> route) : IRouter
    {
        public string Name => "mine";

        public ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation) => route(query, cancellation);
    }
}
