using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Routing;

namespace Hanzo.Network.Tests.Routing;

public sealed class CompositeRouterTests
{
    private static readonly ImmutableArray<Agent> Agents = [Named("a"), Named("b"), Named("c")];

    [Fact]
    public async Task The_highest_weighted_sum_is_picked_and_told_with_its_parts()
    {
        var router = Of((new ScriptedRouter("one", ("a", 0.9), ("b", 0.72)), 0.8), (new ScriptedRouter("two", ("b", 4), ("c", 2)), 0.2));
        var decision = await router.RouteAsync("x", Agents);

        decision.Agent!.Value.Value.ShouldBe("b");
        decision.Considered.Select(one => (one.Agent.Value, one.Score)).ShouldBe([("b", 0.84), ("a", 0.8), ("c", 0.1)]);
        decision.Why.ShouldBe("'b' of 3 agents: one 0.8 × 0.8 (0.72: one says so) + two 0.2 × 1 (4: two says so).");
    }

    [Theory]
    [InlineData(0.8, 0.2, "a")]
    [InlineData(4, 1, "a")]
    [InlineData(1, 3, "b")]
    [InlineData(1e-6, 1e-9, "a")]
    public async Task Only_the_proportion_of_weights_counts(double one, double two, string agent) =>
        (await Of((new ScriptedRouter("one", ("a", 1)), one), (new ScriptedRouter("two", ("b", 1)), two)).RouteAsync("x", Agents))
            .Agent!.Value.Value.ShouldBe(agent);

    [Fact]
    public async Task Who_has_nobody_leaves_it_to_the_others_and_of_all_that_is_said()
    {
        var silent = new ScriptedRouter("silent", ("a", 0));
        (await Of((silent, 0.9), (new ScriptedRouter("one", ("c", 1)), 0.1)).RouteAsync("x", Agents)).Why
            .ShouldBe("'c' of 3 agents: one 0.1 × 1 (1: one says so); nobody: silent.");
        var nobody = await Of((silent, 1), (silent, 1)).RouteAsync("x", Agents);

        nobody.Agent.ShouldBeNull();
        nobody.Why.ShouldBe("no router has anybody. silent: silent knows nobody. silent: silent knows nobody.");
    }

    [Fact]
    public async Task Agents_that_are_not_offered_have_no_vote() =>
        (await Of((new ScriptedRouter("one", ("gone", 1)), 1)).RouteAsync("x", Agents)).Agent.ShouldBeNull();

    [Fact]
    public void Weights_that_are_none_are_refused()
    {
        Should.Throw<ArgumentException>(() => new CompositeRouter()).Message.ShouldContain("a router at least");
        Should.Throw<ArgumentException>(() => Of((new ScriptedRouter("one"), 0))).Message.ShouldContain("the weight of 'one' is 0");
        Should.Throw<ArgumentException>(() => Of((new ScriptedRouter("one"), double.NaN))).Message.ShouldContain("above 0");
    }

    [Fact]
    public async Task A_fallback_asks_the_next_only_when_nobody_was_found()
    {
        var (silent, one, two) = (new ScriptedRouter("silent"), new ScriptedRouter("one", ("a", 1)), new ScriptedRouter("two", ("b", 1)));
        var decision = await new FallbackRouter(silent, one, two).RouteAsync("x", Agents);

        decision.Agent!.Value.Value.ShouldBe("a");
        decision.Why.ShouldBe("one chose. Before it, silent found nobody.");
        two.Asked.ShouldBe(0);
        (await new FallbackRouter(silent, silent).RouteAsync("x", Agents)).Why
            .ShouldBe("silent: silent knows nobody. silent: silent knows nobody.");
    }

    private static CompositeRouter Of(params (IRouter Router, double Weight)[] parts) =>
        new(parts.Select(part => new WeightedRouter(part.Router, part.Weight)));

    private static Agent Named(string name) => new() { Name = AgentName.Parse(name) };
}
