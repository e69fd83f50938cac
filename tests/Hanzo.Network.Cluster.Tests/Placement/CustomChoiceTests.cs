using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class CustomChoiceTests
{
    private static readonly CustomPlacement Last = new(
        "last", (_, state, peers) => state.Query == "hello" ? peers[^1] : throw new InvalidOperationException("who?"));

    private static readonly CustomPlacements Added = new([Last]);

    [Fact]
    public void A_placement_of_the_users_chooses_the_node()
    {
        var dispatch = Decide(new RunRequest("hello") { CustomPlacement = "last" });

        dispatch.Node.ShouldBe("two");
        dispatch.Why.ShouldContain("placement 'last' chose it");
    }

    [Fact]
    public void When_it_fails_the_run_is_placed_all_the_same() =>
        Decide(new RunRequest("good bye") { CustomPlacement = "last" }).Why.ShouldContain("failed with InvalidOperationException: who?");

    [Fact]
    public void Without_a_name_the_strategy_counts() => CustomChoice.Of(new RunRequest("hello"), Added).ShouldBeNull();

    [Fact]
    public void A_name_that_nobody_added_is_refused_with_the_known_ones()
    {
        var refused = Should.Throw<AgentNetworkException>(
            () => CustomChoice.Of(new RunRequest("hello") { CustomPlacement = "first" }, Added));

        refused.Error.ShouldBe(NetworkError.InvalidRequest);
        refused.Message.ShouldBe(
            "placement 'first' is unknown; allowed: capability, least_loaded, round_robin, random, last.");
    }

    private static Dispatch Decide(RunRequest request)
    {
        var snapshot = Of(Node("one", MathAgent), Node("two", MathAgent)).Snapshot;
        return Dispatcher.Decide(
            snapshot, snapshot.Input with { Nodes = snapshot.Views }, MathAgent.Name, request.Placement, 0, dedicated: false,
            CustomChoice.Of(request, Added));
    }
}
