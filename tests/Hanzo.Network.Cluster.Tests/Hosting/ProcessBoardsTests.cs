using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Joining;
using Hanzo.Network.Partitions;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Hosting;

public sealed class ProcessBoardsTests
{
    private readonly ProcessBoards _boards = new("one", TimeProvider.System);

    [Fact]
    public void Who_has_not_been_described_yet_is_a_member_that_one_may_be_cut_off_from()
    {
        var state = Of(Node("one"), Node("two")).Member(AddressOf("three"), 1, NodeMembership.Up, "three");

        _boards.Directory.Publish(state.Snapshot);

        Lost().Detachment!.Others.ShouldBe(["three", "two"]);
    }

    [Fact]
    public void Who_has_not_been_described_yet_ends_no_detachment()
    {
        _boards.Directory.Publish(Of(Node("one"), Node("two"), Node("three")).Snapshot);
        Lost();
        _boards.Standing.Update(standing => standing.Seeking().In(new ClusterIdentity("own", Start), Start));
        var state = Of(Node("one")).Member(AddressOf("two"), 1, NodeMembership.Up, "two");

        _boards.Directory.Publish(state.Snapshot);
        _boards.Standing.Current.Detachment.ShouldNotBeNull();
        _boards.Directory.Publish(state.With(Node("two")).Snapshot);

        _boards.Standing.Current.Detachment.ShouldBeNull();
    }

    [Fact]
    public void What_others_say_of_their_own_being_cut_off_is_heard()
    {
        _boards.Directory.Publish(Of(Node("one"), Node("two"), Node("three")).Snapshot);
        Lost();
        _boards.Standing.Update(standing => standing.Seeking().In(new ClusterIdentity("own", Start), Start));
        var two = Node("two") with { CutOff = new CutOffMark("d2", ["two", "four", "five"]) };

        _boards.Directory.Publish(Of(Node("one"), two).Snapshot);
        var cut = _boards.Standing.Current;
        cut.Detachment.ShouldNotBeNull();
        cut.MayWrite(new SessionBranch(null, 0, "d2")).ShouldBeTrue();
        _boards.Directory.Publish(Of(Node("one"), two with { CutOff = null }).Snapshot);

        _boards.Standing.Current.Detachment.ShouldBeNull();
    }

    private Standing Lost()
    {
        _boards.Standing.Update(standing => standing.In(new ClusterIdentity("old", Start), Start).Lost("d1", Start));
        return _boards.Standing.Current;
    }
}
