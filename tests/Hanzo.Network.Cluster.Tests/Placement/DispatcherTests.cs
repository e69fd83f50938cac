using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Devices;
using Hanzo.Network.Placement;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class DispatcherTests
{
    [Fact]
    public void An_unknown_agent_is_refused_with_the_known_ones()
    {
        var refused = Refused(Of(Node("one", MathAgent)).Snapshot, "nobody");

        refused.Error.ShouldBe(NetworkError.UnknownAgent);
        refused.Message.ShouldBe("agent 'nobody' is unknown; known are math.");
    }

    [Fact]
    public void An_agent_whose_node_left_is_refused_with_every_node_and_its_reason()
    {
        var state = Of(Node("one"), Node("two", MathAgent), Node("three", MathAgent));
        state = state.Gone(AddressOf("two"), 1, Start).Member(AddressOf("three"), 1, NodeMembership.Leaving);

        var refused = Refused(state.Snapshot, "math");

        refused.Error.ShouldBe(NetworkError.NoCandidate);
        refused.Message.ShouldBe(
            "agent 'math' has no node to run on; considered: one: does not offer 'math'; three: is leaving; two: left at 03:04:05Z.");
    }

    [Fact]
    public void An_unmet_requirement_is_named()
    {
        var needy = MathAgent with { Requires = new AgentRequirements { MemoryMb = 4096 } };

        Refused(Of(Node("one", needy)).Snapshot, "math").Message.ShouldContain("one: needs at least 4096 MB of memory");
    }

    [Fact]
    public void A_new_session_gets_a_slot_of_the_chosen_node()
    {
        var snapshot = Of(Node("one", MathAgent), Node("two", MathAgent)).Snapshot;

        for (var turn = 0; turn < 20; turn++)
        {
            var dispatch = Dispatcher.Decide(snapshot, MathAgent.Name, PlacementStrategy.RoundRobin, turn);
            PlacementPlanner.PlanAgent(SlotPlan.InputFor(snapshot, MathAgent.Name), MathAgent).NodeOf(dispatch.Slot.Index)
                .ShouldBe(dispatch.Node);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    public void A_new_session_gets_no_slot_that_a_node_which_drains_still_has(int held)
    {
        var slots = Enumerable.Range(0, held).Select(slot => $"math.{slot}").ToArray();
        var drained = Node("one", MathAgent).Hosting(slots) with { Draining = true };
        var snapshot = Of(drained, Node("two", MathAgent).Hosting("math.15")).Snapshot;

        for (var turn = 0; turn < 32; turn++)
        {
            var dispatch = Dispatcher.Decide(snapshot, MathAgent.Name, PlacementStrategy.RoundRobin, turn);
            (dispatch.Node, slots.Contains(dispatch.Slot.ToString())).ShouldBe(("two", false));
        }
    }

    [Fact]
    public void Round_robin_takes_the_nodes_in_turn()
    {
        var snapshot = Of(Node("one", MathAgent), Node("two", MathAgent), Node("three", MathAgent)).Snapshot;

        Enumerable.Range(0, 6).Select(turn => Dispatcher.Decide(snapshot, MathAgent.Name, PlacementStrategy.RoundRobin, turn).Node)
            .ShouldBe(["one", "three", "two", "one", "three", "two"]);
    }

    [Fact]
    public void Least_loaded_takes_the_node_with_the_fewest_runs()
    {
        var state = Of(Node("one", MathAgent), Node("two", MathAgent))
            .Loaded("one", new NodeLoad(0, 0, 3, 0)).Loaded("two", new NodeLoad(0, 0, 1, 0));

        Dispatcher.Decide(state.Snapshot, MathAgent.Name, PlacementStrategy.LeastLoaded, 0).Node.ShouldBe("two");
    }

    [Fact]
    public void Heavy_work_goes_to_the_fast_device_and_says_why()
    {
        var heavy = MathAgent with { Workload = Workload.Heavy };
        var fast = new DeviceCapabilities { Model = "A100", Chip = "A100", Flops = new Flops(null, 300, null) };
        var server = Node("server", heavy) with { Device = fast };

        var dispatch = Dispatcher.Decide(Of(Node("pi", heavy), server).Snapshot, heavy.Name, PlacementStrategy.Capability, 0);

        dispatch.Node.ShouldBe("server");
        dispatch.Why.ShouldContain("A100");
    }

    [Fact]
    public void A_lone_node_opens_only_a_few_slots_so_that_later_ones_find_some()
    {
        var snapshot = Of(Node("one", MathAgent)).Snapshot;

        Enumerable.Range(0, 100).Select(turn => Dispatcher.Decide(snapshot, MathAgent.Name, PlacementStrategy.Capability, turn).Slot)
            .Distinct().Count().ShouldBe(Dispatcher.SlotsBeforeSharing);
    }

    [Fact]
    public void A_node_that_comes_later_gets_slots_that_are_not_open_elsewhere()
    {
        var snapshot = Of(Node("one", MathAgent).Hosting("math.0", "math.1", "math.2", "math.3"), Node("two", MathAgent)).Snapshot;

        for (var turn = 0; turn < 20; turn++)
        {
            var dispatch = Dispatcher.Decide(snapshot, MathAgent.Name, PlacementStrategy.RoundRobin, turn);
            if (dispatch.Node == "two") dispatch.Slot.Index.ShouldBeGreaterThan(3);
            else dispatch.Slot.Index.ShouldBeLessThan(4);
        }
    }

    private static AgentNetworkException Refused(DirectorySnapshot snapshot, string agent) =>
        Should.Throw<AgentNetworkException>(() => Dispatcher.Decide(snapshot, AgentName.Parse(agent), PlacementStrategy.Capability, 0));
}
