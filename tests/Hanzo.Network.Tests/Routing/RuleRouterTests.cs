using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Routing;

namespace Hanzo.Network.Tests.Routing;

public sealed class RuleRouterTests
{
    private static readonly ImmutableArray<Agent> Agents = [Named("billing"), Named("sales"), Named("support")];

    private readonly RuleRouter _rules = new RuleRouter()
        .AddRule(@"\binvoice\b", "billing").AddRule(@"\b(buy|price)\b", "sales")
        .AddRule("refund", "treasury").AddRule("help|invoice", "support");

    [Fact]
    public async Task The_first_rule_that_matches_counts_and_is_told()
    {
        var decision = await _rules.RouteAsync("Help: my INVOICE is wrong", Agents);

        decision.Agent!.Value.Value.ShouldBe("billing");
        decision.Why.ShouldBe(@"'billing' of 3 agents: rule 1, /\binvoice\b/, matches.");
        decision.Considered.Select(one => (one.Agent.Value, one.Score)).ShouldBe([("billing", 1), ("support", 0.5), ("sales", 0)]);
    }

    [Fact]
    public async Task A_rule_for_an_agent_that_is_not_offered_gives_way_and_that_is_said()
    {
        (await _rules.RouteAsync("refund or help", Agents)).Why
            .ShouldBe("'support' of 3 agents: rule 4, /help|invoice/, matches; rule 3 is for 'treasury', which is not offered.");
        (await _rules.RouteAsync("refund", Agents)).Why.ShouldBe(
            "none of 4 rules matches; rule 3 is for 'treasury', which is not offered; "
            + "considered: billing 0, sales 0, support 0. Name one.");
    }

    [Theory]
    [InlineData("(?=x)", "cannot be used")]
    [InlineData(@"(a)\1", "cannot be used")]
    [InlineData("(", "cannot be used")]
    [InlineData("", "1 to 1000")]
    public void Patterns_that_could_be_slow_or_are_none_are_refused(string pattern, string why) =>
        Should.Throw<ArgumentException>(() => new RuleRouter().AddRule(pattern, "a")).Message.ShouldContain(why);

    [Fact]
    public void Names_and_numbers_have_bounds()
    {
        var empty = new RuleRouter();
        Should.Throw<ArgumentException>(() => empty.AddRule("x", "No Name")).Message.ShouldContain("'No Name' is no agent name");
        Should.Throw<ArgumentException>(() => empty.AddRule(new string('x', 1001), "a")).Message.ShouldContain("1001 characters");
        var rule = new RouteRule("x", AgentName.Parse("a"));
        Should.Throw<ArgumentException>(() => new RuleRouter(Enumerable.Repeat(rule, 501))).Message.ShouldContain("at most 500");
    }

    [Fact]
    public async Task A_pattern_that_would_backtrack_for_ever_and_a_large_prompt_cost_nothing()
    {
        var rules = new RuleRouter().AddRule("^(a+)+$", "sales");
        var decision = await rules.RouteAsync($"{new string('a', 1_000_000)}!", Agents);

        decision.Agent!.Value.Value.ShouldBe("sales", "the first 16,384 characters count");
        (await rules.RouteAsync($"{new string('a', 10_000)}!", Agents)).Agent.ShouldBeNull();
    }

    [Fact]
    public async Task Case_counts_where_a_rule_says_so()
    {
        var rules = new RuleRouter(new RouteRule("US", AgentName.Parse("sales"), matchCase: true));

        (await rules.RouteAsync("tell us", Agents)).Agent.ShouldBeNull();
        (await rules.RouteAsync("the US market", Agents)).Agent!.Value.Value.ShouldBe("sales");
    }

    private static Agent Named(string name) => new() { Name = AgentName.Parse(name) };
}
