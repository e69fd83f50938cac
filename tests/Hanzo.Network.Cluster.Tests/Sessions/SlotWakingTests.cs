using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Cluster.Tests.Support;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class SlotWakingTests
{
    private static readonly NodeDescription One = Directories.Node("one", Directories.MathAgent) with { Journal = "j" };
    private static readonly NodeDescription Two = Directories.Node("two", Directories.MathAgent) with { Journal = "j" };

    [Fact]
    public void Of_the_nodes_that_share_a_journal_the_first_looks()
    {
        SlotWaking.IsFor(Directories.Of(One, Two).Snapshot).ShouldBeTrue();
        SlotWaking.IsFor(Directories.Of(Two, One).Snapshot).ShouldBeFalse();
        SlotWaking.IsFor(Directories.Of(Two, One with { Journal = "k" }).Snapshot).ShouldBeTrue();
    }

    [Fact]
    public void Slots_that_a_member_has_are_left_to_it()
    {
        var snapshot = Directories.Of(One, Two.Hosting("math.1")).Snapshot;
        var waking = SlotWaking.Start.Asking().Found(["math.1", "math.2", "poet.1"]).Seen(snapshot);

        waking.Unowned(snapshot).ShouldBe(["math.2"]);
    }

    [Fact]
    public void What_was_quiet_is_read_again_when_somebody_has_had_it_or_a_member_has_gone()
    {
        var both = Directories.Of(One, Two);
        var waking = SlotWaking.Start.Asking().Seen(both.Snapshot).Found(["math.2"]).Quieted(["math.2"]);
        waking.Unowned(both.Snapshot).ShouldBeEmpty();

        var had = waking.Seen(Directories.Of(One, Two.Hosting("math.2")).Snapshot).Seen(both.Snapshot);
        had.Unowned(both.Snapshot).ShouldBe(["math.2"]);

        var alone = both.Gone(Directories.AddressOf("two"), 1, Directories.Start).Snapshot;
        var gone = waking.Seen(alone);
        gone.IsStale.ShouldBeTrue();
        gone.Asking().Unowned(alone).ShouldBe(["math.2"]);
    }

    [Fact]
    public void Slots_that_others_have_had_are_known_without_the_journal()
    {
        var owned = Directories.Of(One, Two.Hosting("math.5"));
        var waking = SlotWaking.Start.Asking().Seen(owned.Snapshot);
        var alone = owned.Gone(Directories.AddressOf("two"), 1, Directories.Start).Snapshot;

        waking.Seen(alone).Unowned(alone).ShouldBe(["math.5"]);
    }
}
