using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Cluster.Tests.Support;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions.RunIds;

public sealed class RunWitnessesTests
{
    private const string Id = "order-7";
    private static readonly string Shard = RunDirectoryRegion.SlotOf(Id).ToString();
    private static readonly RunBinding Binding =
        new(Id, "1:ab", SessionId.Parse("math.3.01J9Z00000000000000000000A"), "journal-two", "it fits");

    [Fact]
    public void Each_other_journal_that_holds_ids_of_the_shard_is_asked()
    {
        var snapshot = Directories.Of(Node("one", Shard), Node("two", Shard), Node("three", "math.1"), Node("four", Shard)).Snapshot;

        var witnesses = RunWitnesses.Of(snapshot, Id, "journal-one", turn: 0);

        witnesses.Asked.Select(witness => witness.Node).ShouldBe(["four", "two"]);
        witnesses.Conclude(Id, [Free, Free]).ShouldBe(new RunWord(null, null));
        witnesses.Conclude(Id, [Free, new RunRecalled(Id, Binding)]).Binding.ShouldBe(Binding);
    }

    [Fact]
    public void An_id_is_not_free_before_the_last_of_them_has_said_so()
    {
        var witnesses = RunWitnesses.Of(Directories.Of(Node("one"), Node("two", Shard)).Snapshot, Id, "journal-one", turn: 0);

        var held = witnesses.Conclude(Id, [null]).Held.ShouldNotBeNull();

        held.Why.ShouldContain("held by node 'two', which does not answer");
        held.MayPass.ShouldBeTrue();
    }

    [Fact]
    public void While_one_of_them_is_away_nothing_is_free_and_what_another_knows_is_told()
    {
        var snapshot = Directories.Of(Node("one", Shard), Node("two", Shard), Node("gone", Shard))
            .Gone(Directories.AddressOf("gone"), 1, Directories.Start).Snapshot;

        var witnesses = RunWitnesses.Of(snapshot, Id, "journal-one", turn: 0);

        var held = witnesses.Conclude(Id, [Free]).Held.ShouldNotBeNull();
        held.Why.ShouldContain("held by node 'gone'");
        held.MayPass.ShouldBeFalse();
        witnesses.Conclude(Id, [new RunRecalled(Id, Binding)]).Binding.ShouldBe(Binding);
    }

    [Fact]
    public void Whoever_has_not_said_what_it_knows_may_know_the_id()
    {
        var snapshot = Directories.Of(Node("one")).Member(Directories.AddressOf("two"), 1, NodeMembership.Up).Snapshot;

        var held = RunWitnesses.Of(snapshot, Id, "journal-one", turn: 0).Conclude(Id, []).Held.ShouldNotBeNull();

        held.Why.ShouldContain(Directories.AddressOf("two"));
        held.MayPass.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_is_free_before_this_nodes_notes_of_absent_ones_have_been_read()
    {
        var state = Directories.Of(Node("one")).AwaitingHolders();

        var held = RunWitnesses.Of(state.Snapshot, Id, "journal-one", turn: 0).Conclude(Id, []).Held.ShouldNotBeNull();
        held.MayPass.ShouldBeTrue();
        held.Why.ShouldContain("have not been read yet");
        RunWitnesses.Of(state.Remembering([]).Snapshot, Id, "journal-one", turn: 0).Conclude(Id, []).ShouldBe(new RunWord(null, null));
    }

    [Fact]
    public void Of_nodes_that_share_a_journal_another_one_is_asked_each_time()
    {
        var snapshot = Directories.Of(
            Node("one"), Node("two", Shard) with { Journal = "both" }, Node("three", Shard) with { Journal = "both" }).Snapshot;

        Enumerable.Range(0, 3).Select(turn => RunWitnesses.Of(snapshot, Id, "journal-one", turn).Asked.ShouldHaveSingleItem().Node)
            .ShouldBe(["three", "two", "three"]);
    }

    private static RunRecalled Free => new(Id, null);

    private static NodeDescription Node(string id, params string[] history) =>
        Directories.Node(id, Directories.MathAgent) with { History = [.. history] };
}
