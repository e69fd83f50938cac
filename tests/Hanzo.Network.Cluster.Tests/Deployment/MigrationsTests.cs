using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Tests.Support;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Deployment;

public sealed class MigrationsTests
{
    private static readonly SlotId Slot = new(MathAgent.Name, 3);
    private static readonly NodeDescription[] Shared =
        [Node("a", MathAgent).Hosting("math.3") with { Journal = "j" }, Node("b", MathAgent) with { Journal = "j" }, Node("c")];

    [Theory]
    [InlineData("math.3", "b", "a", MigrationStatus.Possible)]
    [InlineData("math.3", "a", "a", MigrationStatus.There)]
    [InlineData("math.4", "b", null, MigrationStatus.Reserved)]
    [InlineData("math.1007", "b", null, MigrationStatus.Reserved)]
    public void A_slot_can_move_to_a_node_that_may_run_the_agent(string what, string node, string? from, MigrationStatus status)
    {
        var migration = Migrations.Decide(Of(Shared).Snapshot, SlotRules.Parse(what), from, node);

        (migration.From, migration.To, migration.Status).ShouldBe((from, node, status));
    }

    [Fact]
    public void A_slot_whose_history_only_its_node_has_stays()
    {
        var snapshot = Of(Node("a", MathAgent).Hosting("math.3"), Node("b", MathAgent)).Snapshot;

        Refused(snapshot, Slot, "b", NetworkError.Conflict)
            .ShouldBe("slot 'math.3' cannot move: the history of its sessions is on node 'a' only.");
        Migrations.Decide(snapshot, Slot with { Index = 4 }, null, "b").Status.ShouldBe(MigrationStatus.Reserved);
    }

    [Fact]
    public void A_node_that_may_not_run_it_is_refused_with_the_reason()
    {
        var draining = Shared.Append(Node("d", MathAgent) with { Draining = true }).ToArray();
        var snapshot = Of(draining).Snapshot;

        Refused(snapshot, Slot, "c", NetworkError.NodeUnsuitable).ShouldStartWith("node 'c' may not run 'math': it does not offer");
        Refused(snapshot, Slot, "d", NetworkError.NodeUnsuitable).ShouldBe("node 'd' is draining.");
        Refused(snapshot, Slot, "server", NetworkError.UnknownNode)
            .ShouldBe("node 'server' is not part of the network; its nodes are a, b, c, d.");
    }

    [Fact]
    public void A_slot_that_is_none_is_refused()
    {
        var snapshot = Of(Shared).Snapshot;

        Refused(snapshot, new SlotId(MathAgent.Name, 16), "b", NetworkError.UnknownSlot)
            .ShouldBe("agent 'math' has no slot 16; its slots are 0 to 15.");
        Refused(snapshot, new SlotId(AgentName.Parse("mats"), 1), "b", NetworkError.UnknownAgent).ShouldContain("did you mean 'math'?");
    }

    [Fact]
    public void A_run_can_be_heard_of_while_its_slots_node_lives_though_nobody_may_run_the_agent_any_more()
    {
        var draining = Of(Node("a", MathAgent).Hosting("math.3") with { Draining = true }).Snapshot;

        (Dispatcher.HasCandidate(draining, MathAgent.Name), draining.HasHome(Slot), draining.HasHome(Slot with { Index = 4 }))
            .ShouldBe((false, true, false));
    }

    private static string Refused(DirectorySnapshot snapshot, SlotId slot, string node, NetworkError error)
    {
        var refused = Should.Throw<AgentNetworkException>(() => Migrations.Decide(snapshot, slot, "a", node));
        refused.Error.ShouldBe(error);
        return refused.Message;
    }
}
