using Hanzo.Network.Agents;
using Hanzo.Network.Placement;
using Microsoft.Extensions.DependencyInjection;
using static Hanzo.Network.Tests.Placement.Nodes;

namespace Hanzo.Network.Tests.Placement;

public sealed class CustomPlacementTests
{
    private readonly NodeView[] _home = [Node("laptop", 7.1, runs: 2), Node("server", 165.16, runs: 8), Node("pi", 0.05)];

    [Fact]
    public void A_delegate_sees_what_peers_can_do_and_what_is_asked()
    {
        PlacementState? seen = null;
        var decision = Select((agents, state, peers) =>
        {
            seen = state;
            agents.ShouldHaveSingleItem().Name.Value.ShouldBe("math");
            var free = peers.Where(peer => peer.Capabilities.Memory >= 8192 && peer.CurrentLoad < 1);
            return free.MaxBy(peer => peer.Capabilities.Flops.Fp16);
        });

        decision.Node.ShouldBe("laptop");
        decision.Why.ShouldEndWith("1 of 3 candidates: placement 'mine' chose it.");
        seen!.Query.ShouldBe("what is 2 + 2?");
        seen.Context["zone"].ShouldBe("home");
    }

    [Fact]
    public void Current_load_is_runs_by_capacity()
    {
        Dictionary<string, double> loads = [];
        Select((_, _, peers) =>
        {
            loads = peers.ToDictionary(peer => peer.Id, peer => peer.CurrentLoad, StringComparer.Ordinal);
            return null;
        });

        loads.ShouldBe(new Dictionary<string, double> { ["laptop"] = 0.25, ["pi"] = 0, ["server"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public void Without_an_answer_the_default_decides_and_that_is_said()
    {
        var decision = Select((_, _, _) => null);

        decision.Node.ShouldBe("laptop");
        decision.Why.ShouldEndWith("light work goes to the smallest device that answers quickly; placement 'mine' named no node.");
    }

    [Fact]
    public void A_delegate_that_fails_or_names_a_stranger_does_no_harm()
    {
        Select((_, _, _) => throw new InvalidOperationException("no idea")).Why
            .ShouldEndWith("; placement 'mine' failed with InvalidOperationException: no idea.");
        Select((_, _, peers) => peers[0] with { Id = "stranger" }).Why
            .ShouldEndWith("; placement 'mine' named 'stranger', which is none of its candidates.");
        Select((_, _, _) => throw new InvalidOperationException(new string('x', 10_000))).Why.Length.ShouldBeLessThan(500);
    }

    [Fact]
    public void Only_candidates_are_offered()
    {
        var agent = Agent(requires: new AgentRequirements { Fp16Tflops = 1 });
        var custom = new CustomPlacement("mine", (_, _, peers) => peers.ShouldHaveSingleItem());

        NodeSelector.SelectBy(custom, [agent], new PlacementState(""), agent, Explain(agent, _home[0], _home[2])).Node.ShouldBe("laptop");
        NodeSelector.SelectBy(custom, [agent], new PlacementState(""), agent, Explain(agent, _home[2])).Node.ShouldBeNull();
    }

    [Theory]
    [InlineData("least_loaded", "is built in")]
    [InlineData("", "is not a name")]
    [InlineData("My Own", "is not a name")]
    public void A_name_must_be_a_name_of_its_own(string name, string problem) =>
        Should.Throw<ArgumentException>(() => new CustomPlacement(name, (_, _, _) => null)).Message.ShouldContain(problem);

    [Fact]
    public void A_builder_takes_several()
    {
        var builder = new Builder();

        builder.AddPlacement("mine", (_, _, _) => null).AddPlacement("yours", (_, _, _) => null);

        builder.Services.BuildServiceProvider().GetServices<CustomPlacement>().Select(custom => custom.Name).ShouldBe(["mine", "yours"]);
    }

    [Fact]
    public void Placements_are_found_by_name_and_each_name_is_one()
    {
        CustomPlacement mine = new("mine", (_, _, _) => null), yours = new("yours", (_, _, _) => null);

        new CustomPlacements([yours, mine]).Find("mine").ShouldBeSameAs(mine);
        new CustomPlacements([yours, mine]).Find("theirs").ShouldBeNull();
        new CustomPlacements([yours, mine]).Allowed.ShouldBe("capability, least_loaded, round_robin, random, mine, yours");
        Should.Throw<ArgumentException>(() => new CustomPlacements([mine, mine])).Message
            .ShouldContain("placement 'mine' was added twice.");
    }

    private NodeDecision Select(PlacementDelegate choose)
    {
        var agent = Agent();
        var state = new PlacementState("what is 2 + 2?");
        state = state with { Context = state.Context.Add("zone", "home") };
        return NodeSelector.SelectBy(new CustomPlacement("mine", choose), [agent], state, agent, Explain(agent, _home));
    }

    private sealed class Builder : INetworkBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
