using Hanzo.Network.Simulation.Checks;
using static Hanzo.Network.Simulation.Tests.Checks.Histories;

namespace Hanzo.Network.Simulation.Tests.Checks;

public class OneOwnerPerSlotTests
{
    [Fact]
    public void A_slot_that_is_let_go_before_another_takes_it_has_one_owner()
    {
        var verdict = Judge(new OneOwnerPerSlot(), 20, Up(2), [
            Holds(1, 0, "math.1", "math.2"), Holds(5, 0, "math.2"), Holds(5.001, 1, "math.1"),
        ]);

        verdict.ShouldHold(judged: 3);
    }

    [Fact]
    public void A_slot_that_is_taken_before_it_is_let_go_has_two()
    {
        var verdict = Judge(new OneOwnerPerSlot(), 20, Up(2), [
            Holds(1, 0, "math.1", "math.2"), Holds(5, 1, "math.1"), Holds(5.001, 0, "math.2"),
        ]);

        verdict.ShouldBeBroken(5, "slot math.1", "node 0 (life 1)", "node 1 (life 1)", "members to each other");
    }

    [Fact]
    public void Two_owners_of_one_moment_that_the_world_shows_one_after_the_other_are_none()
    {
        var verdict = Judge(new OneOwnerPerSlot(), 20, Up(2), [
            Holds(1, 0, "math.1"), Holds(5, 1, "math.1"), Holds(5, 0),
        ]);

        verdict.ShouldHold(judged: 2);
    }

    [Fact]
    public void A_conflict_that_nothing_follows_is_found_at_the_end()
    {
        var verdict = Judge(new OneOwnerPerSlot(), 20, Up(2), [Holds(1, 0, "math.1"), Holds(5, 1, "math.1")]);

        verdict.ShouldBeBroken(5, "slot math.1");
    }

    [Fact]
    public void Who_leaves_still_counts_as_an_owner()
    {
        var leaving = new MembersSeen(S(4), 1, 1, Self(1), [Self(1)], [Self(0)], AllReachable: true);

        var verdict = Judge(new OneOwnerPerSlot(), 20, Up(2), [
            Holds(1, 0, "math.1"), leaving, Holds(5, 1, "math.1"), Holds(5.2, 0),
        ]);

        verdict.ShouldBeBroken(5, "slot math.1");
    }

    [Fact]
    public void Who_is_cut_off_may_hold_what_another_took_over()
    {
        var verdict = Judge(
            new OneOwnerPerSlot(), 60, Up(2), [Holds(1, 0, "math.1")], Cut(2, 0, 1), [Sees(6, 1, 1), Holds(7, 1, "math.1")]);

        verdict.ShouldHold(judged: 2);
    }

    [Fact]
    public void Who_was_given_up_and_is_heard_again_has_some_seconds_to_learn_it()
    {
        var verdict = Judge(
            new OneOwnerPerSlot(),
            60,
            Up(2),
            [Holds(1, 0, "math.1")],
            Cut(2, 0, 1),
            [Sees(6, 1, 1), Holds(7, 1, "math.1")],
            Heal(30, 0, 1),
            [new SystemChanged(S(40), 0, 1, 1, Alive: false)]);

        verdict.ShouldHold(judged: 2);
    }

    [Fact]
    public void Who_was_given_up_and_does_not_learn_it_holds_a_slot_too_long()
    {
        var verdict = Judge(
            new OneOwnerPerSlot(),
            60,
            Up(2),
            [Holds(1, 0, "math.1")],
            Cut(2, 0, 1),
            [Sees(6, 1, 1), Holds(7, 1, "math.1")],
            Heal(30, 0, 1));

        verdict.ShouldBeBroken(45, "since 7 s", "could have heard of it since 30 s");
    }

    [Fact]
    public void Who_sleeps_holds_nothing_against_anyone_until_it_wakes()
    {
        var verdict = Judge(new OneOwnerPerSlot(), 60, Up(2), [
            Holds(1, 0, "math.1"),
            new ProcessPaused(S(2), 0, 1, Paused: true),
            Sees(6, 1, 1),
            Holds(7, 1, "math.1"),
            new ProcessPaused(S(40), 0, 1, Paused: false),
            new SystemChanged(S(50), 0, 1, 1, Alive: false),
        ]);

        verdict.ShouldHold(judged: 2);
    }

    [Fact]
    public void A_process_that_ended_holds_nothing()
    {
        var verdict = Judge(
            new OneOwnerPerSlot(),
            60,
            Up(2),
            [Holds(1, 0, "math.1"), new ProcessEnded(S(2), 0, 1, ProcessEnd.Crash)],
            [Sees(5, 1, 1), Holds(6, 1, "math.1")],
            Restart(7, 0, 2, Self(0, 2), Self(1)),
            [Sees(7, 1, 1, Self(1), Self(0, 2), Self(1))]);

        verdict.ShouldHold(judged: 2);
    }

    [Fact]
    public void Two_clusters_that_do_not_know_each_other_are_not_judged_here()
    {
        var verdict = Judge(new OneOwnerPerSlot(), 90, Up(2), [
            Sees(1, 0, 0), Sees(1, 1, 1), Holds(2, 0, "math.1"), Holds(3, 1, "math.1"),
        ]);

        verdict.ShouldHold(judged: 2);
    }

    [Fact]
    public void Without_slots_it_is_not_put_to_the_test()
    {
        var verdict = Judge(new OneOwnerPerSlot(), 20, Up(2));

        verdict.IsUntested.ShouldBeTrue();
        verdict.Text.ShouldBe("one owner per slot: not put to the test");
    }
}
