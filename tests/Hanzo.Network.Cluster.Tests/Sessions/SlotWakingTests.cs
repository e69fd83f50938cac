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
        SlotWaking.IsFor(Directories.Of(One, Two).Snapshot, isRound: false).ShouldBeTrue();
        SlotWaking.IsFor(Directories.Of(Two, One).Snapshot, isRound: false).ShouldBeFalse();
        SlotWaking.IsFor(Directories.Of(Two, One with { Journal = "k" }).Snapshot, isRound: false).ShouldBeTrue();
    }

    [Fact]
    public void In_a_round_the_second_looks_as_well_and_no_third()
    {
        var zoe = One with { NodeId = "zoe" };
        SlotWaking.IsFor(Directories.Of(Two, One).Snapshot, isRound: true).ShouldBeTrue();
        SlotWaking.IsFor(Directories.Of(zoe, One, Two).Snapshot, isRound: true).ShouldBeFalse();
    }

    [Fact]
    public void A_slot_that_is_woken_in_vain_waits_for_the_next_round_or_until_a_member_goes()
    {
        var snapshot = Directories.Of(One, Two).Snapshot;
        var waking = SlotWaking.Start.Asking().Seen(snapshot).Found(["math.2", "math.3"]);
        for (var i = 0; i < SlotWaking.MostWakes; i++)
        {
            waking.Unowned(snapshot).ShouldContain("math.2");
            waking = waking.Woken("math.2").Seen(snapshot);
        }

        waking.HasGivenUp("math.2").ShouldBeTrue();
        waking.Unowned(snapshot).ShouldBe(["math.3"]);
        waking.Anew().Asking().Unowned(snapshot).ShouldBe(["math.2", "math.3"]);
        waking.Seen(Directories.Of(One, Two.Hosting("math.2")).Snapshot).Seen(snapshot).Unowned(snapshot).ShouldBe(["math.2", "math.3"]);
    }

    [Fact]
    public void That_a_member_has_gone_is_seen_by_a_node_that_has_never_looked()
    {
        var both = Directories.Of(One, Two);
        var waking = SlotWaking.Start.Seen(both.Snapshot).Anew();
        (waking.HasLost, waking.IsStale).ShouldBe((false, true));

        var alone = both.Gone(Directories.AddressOf("two"), 1, Directories.Start).Snapshot;
        waking.Seen(alone).HasLost.ShouldBeTrue();
        waking.Seen(alone).Seen(alone).HasLost.ShouldBeFalse();
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
