using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Placement;
using Hanzo.Network.Routing;
using Hanzo.Network.State;
using Hanzo.Network.Tests.InProcess;

namespace Hanzo.Network.Tests.Routing;

public sealed class CustomRouterTests
{
    private static readonly ImmutableArray<Agent> Agents = [Named("day"), Named("night")];

    private static readonly StateKey Duty = StateKey.Parse("duty");

    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_delegate_sees_agents_prompt_context_and_peers()
    {
        var peer = new RoutePeer(
            new NodeView
            {
                Id = "gpu", Device = NodeDevice.NotProbed with { Flops = new Flops(null, 50, null), MemoryMb = 64_000 },
                Load = new NodeLoad(0, 0, 2, 0), Agents = [],
            },
            Healthy: true);
        var router = new CustomRouter("mine", (agents, state, peers) =>
            state.Query == "what now?" && state.Context["shift"] == "late"
            && peers.Any(one => one.Capabilities.Flops.Fp16 >= 50 && one.Capabilities.Memory > 1000 && one.CurrentLoad < 1)
                ? agents[1] : null);
        var query = new RouteQuery("what now?", Agents)
        {
            Peers = [peer], Context = ImmutableSortedDictionary<string, string>.Empty.Add("shift", "late"),
        };

        (await router.RouteAsync(query, default)).Why.ShouldBe("'night' of 2 agents: mine chose it.");
    }

    [Fact]
    public async Task A_delegate_that_fails_or_names_somebody_else_is_told_with_whom_it_could_have_named()
    {
        await Expect((_, _, _) => throw new InvalidOperationException("no idea"), "mine failed with InvalidOperationException: no idea");
        await Expect((_, _, _) => Named("ghost"), "mine named 'ghost', which is not offered");
        await Expect((_, _, _) => null, "mine named no agent");

        static async Task Expect(RouterDelegate choose, string why) =>
            (await new CustomRouter("mine", choose).RouteAsync("x", Agents)).Why
                .ShouldBe($"{why}; considered: day 0, night 0. Name one.");
    }

    [Fact]
    public async Task The_state_of_the_network_says_who_is_on_duty()
    {
        await using var network = LocalNetwork.Create();
        await network.State.SetAsync(Duty, StateValue.Of("night"));
        var router = new StateRouter(
            async (state, _, cancellation) => (await state.GetAsync(Duty, cancellation: cancellation))!.Value!.Value.Json.Trim('"'), _time);

        (await router.RouteAsync(new RouteQuery("x", Agents) { State = network.State }, default)).Why
            .ShouldBe("'night' of 2 agents: state chose it.");
        (await router.RouteAsync("x", Agents)).Why.ShouldStartWith("state has no state to go by; considered: day 0");
    }

    [Fact]
    public async Task A_state_that_does_not_answer_is_not_waited_for()
    {
        await using var network = LocalNetwork.Create();
        var router = new StateRouter((_, _, _) => new TaskCompletionSource<string?>().Task, _time, TimeSpan.FromSeconds(2));
        var routing = router.RouteAsync(new RouteQuery("x", Agents) { State = network.State }, default).AsTask();
        _time.Advance(TimeSpan.FromSeconds(2));

        (await routing).Why.ShouldStartWith("state took more than 2 s; considered: day 0");
    }

    private static Agent Named(string name) => new() { Name = AgentName.Parse(name) };
}
