using Hanzo.Network.Adapters;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Placement;

/// <summary>Where new sessions go while somebody does not answer.</summary>
public sealed class AvoidedTests
{
    private static readonly Avoided AllocatorSilent = new([], Allocator: true);

    [Fact]
    public void A_node_that_does_not_answer_gets_no_session_that_another_can_have()
    {
        var placer = PlacerOf(Node("one", MathAgent), Node("two", MathAgent).Hosting("math.1", "math.3"));

        Turns(placer, new Avoided(["two"], Allocator: false)).ShouldAllBe(dispatch =>
            dispatch.Node == "one" && dispatch.Slot.Index != 1 && dispatch.Slot.Index != 3);
        Turns(placer, Avoided.Nothing).Select(dispatch => dispatch.Node).Distinct().Order().ShouldBe(["one", "two"]);
    }

    [Fact]
    public void Where_nobody_else_may_run_the_agent_it_does()
    {
        var placer = PlacerOf(Node("one"), Node("two", MathAgent));

        Turns(placer, new Avoided(["two"], Allocator: true)).ShouldAllBe(dispatch => dispatch.Node == "two");
    }

    [Fact]
    public void While_nobody_gives_slots_away_sessions_go_to_those_that_nodes_have()
    {
        var placer = PlacerOf(Node("one", MathAgent).Hosting("math.5"), Node("two", MathAgent), Node("three", MathAgent));

        Turns(placer, AllocatorSilent).ShouldAllBe(dispatch => dispatch.Node == "one" && dispatch.Slot.Index == 5);
        Turns(placer, Avoided.Nothing).Select(dispatch => dispatch.Slot).Distinct().Count().ShouldBeGreaterThan(4);
    }

    [Fact]
    public void Where_no_node_has_a_slot_somebody_must_give_one()
    {
        var placer = PlacerOf(Node("one", MathAgent), Node("two", MathAgent));

        Turns(placer, AllocatorSilent).Select(dispatch => dispatch.Node).Distinct().Order().ShouldBe(["one", "two"]);
    }

    private static SessionPlacer PlacerOf(params NodeDescription[] nodes) =>
        new(new Board<DirectorySnapshot>(Of(nodes).Snapshot), new SystemIds(TimeProvider.System), TimeProvider.System);

    private static Dispatch[] Turns(SessionPlacer placer, Avoided avoided) => [.. Enumerable.Range(0, 40)
        .Select(_ => placer.Place(MathAgent.Name, PlacementStrategy.RoundRobin, dedicated: false, custom: null, avoided))];
}
