using Hanzo.Network.Simulation.Checks;
using static Hanzo.Network.Simulation.Tests.Checks.Histories;

namespace Hanzo.Network.Simulation.Tests.Checks;

public class NoEffectTwiceTests
{
    private static EffectStarted Begun(double at, int node, string policy, int life = 1) => new(S(at), node, life, Effect, policy);

    private static EffectEnded Ended(double at, int node, EffectEnd how) => new(S(at), node, 1, Effect, how);

    private static Verdict Judged(params IEnumerable<Observation>[] history) => Judge(new NoEffectTwice(), 100, [Up(2), .. history]);

    [Fact]
    public void Different_effects_are_no_repetition() =>
        Judged([Begun(1, 0, "AskBeforeRetry"), Ended(2, 0, EffectEnd.Done), new EffectStarted(S(3), 0, 1, Run + ".3", "AskBeforeRetry")])
            .ShouldHold(judged: 2);

    [Theory]
    [InlineData("AskBeforeRetry")]
    [InlineData("Reconcilable")]
    public void An_effect_that_may_not_be_repeated_is_never_begun_again_whatever_happened(string policy) =>
        Judged([Begun(1, 0, policy), new ProcessEnded(S(2), 0, 1, ProcessEnd.Crash), Begun(9, 1, policy)])
            .ShouldBeBroken(9, $"{Effect} ({policy})", "node 0 (life 1) at 1 s", "again by node 1 (life 1)");

    [Fact]
    public void It_is_begun_again_for_each_question_that_a_person_said_yes_to_and_no_more()
    {
        EffectAllowed yes = new(S(8), 1, Effect, "2"), next = new(S(10), 1, Effect, "2.2");
        Observation[] twice =
        [
            Begun(1, 0, "AskBeforeRetry"), Ended(2, 0, EffectEnd.Cut), yes, Begun(9, 1, "AskBeforeRetry"), Ended(9.5, 1, EffectEnd.Cut),
        ];

        Judged([.. twice, next, Begun(11, 1, "AskBeforeRetry")]).ShouldHold(judged: 3);
        Judged([.. twice, yes, Begun(11, 1, "AskBeforeRetry")]).ShouldBeBroken(11, "again by node 1");
    }

    [Theory]
    [InlineData("Idempotent")]
    [InlineData("model")]
    public void One_that_may_be_repeated_is_begun_again_when_its_process_ended(string policy) =>
        Judged([Begun(1, 0, policy), new ProcessEnded(S(2), 0, 1, ProcessEnd.Crash), Begun(9, 1, policy)]).ShouldHold(judged: 2);

    [Fact]
    public void Or_when_its_actor_system_was_replaced() =>
        Judged([
            Begun(1, 0, "model"),
            Ended(2, 0, EffectEnd.Done),
            new SystemChanged(S(3), 0, 1, 1, Alive: false),
            new SystemChanged(S(4), 0, 1, 2, Alive: true),
            Begun(9, 0, "model"),
        ]).ShouldHold(judged: 2);

    [Fact]
    public void Or_when_it_was_cut_off() => Judged([Begun(1, 0, "model")], Cut(2, 0, 1), [Begun(9, 1, "model")]).ShouldHold(judged: 2);

    [Fact]
    public void Or_when_it_was_cut_short() =>
        Judged([Begun(1, 0, "model"), Ended(2, 0, EffectEnd.Cut), Begun(9, 1, "model")]).ShouldHold(judged: 2);

    [Fact]
    public void Or_when_its_slot_moved_before_the_outcome_was_recorded() =>
        Judged([
            Holds(0.5, 0, "math.17"), Begun(1, 0, "model"), Ended(2, 0, EffectEnd.Done), Holds(2, 0), Begun(9, 1, "model"),
        ]).ShouldHold(judged: 2);

    [Fact]
    public void Or_when_the_outcome_could_not_be_recorded() =>
        Judged([
            Begun(1, 0, "model"), Ended(2, 0, EffectEnd.Done), new WriterStopped(S(2.1), 0, 1, Session), Begun(9, 0, "model"),
        ]).ShouldHold(judged: 2);

    [Fact]
    public void Or_by_a_process_that_was_held_up_and_acts_late() =>
        Judged([
            Begun(1, 0, "model"), new ProcessPaused(S(1.5), 1, 1, true), Ended(2, 0, EffectEnd.Done),
            new ProcessPaused(S(9), 1, 1, false), Begun(9, 1, "model"),
        ]).ShouldHold(judged: 2);

    [Fact]
    public void One_that_ended_in_a_process_to_which_nothing_happened_is_not_begun_again() =>
        Judged([Holds(0.5, 0, "math.17"), Begun(1, 0, "Idempotent"), Ended(2, 0, EffectEnd.Done), Begun(9, 0, "Idempotent")])
            .ShouldBeBroken(9, "ended as Done", "nothing had happened to the first");

    [Fact]
    public void Two_at_once_in_one_healthy_network_are_found() =>
        Judged([Begun(1, 0, "Idempotent"), Begun(1.5, 1, "Idempotent")])
            .ShouldBeBroken(1.5, "node 0 (life 1) at 1 s and is under way", "node 1 (life 1) began it as well");

    [Fact]
    public void Two_at_once_in_one_process_are_found() =>
        Judged([Begun(1, 0, "model"), Begun(1.5, 0, "model")]).ShouldBeBroken(1.5, "under way");

    [Fact]
    public void Two_at_once_are_nobodys_fault_when_one_was_given_up_and_sleeps() =>
        Judged([
            Begun(1, 0, "Idempotent"), new ProcessPaused(S(2), 0, 1, Paused: true), Sees(6, 1, 1), Begun(9, 1, "Idempotent"),
        ]).ShouldHold(judged: 2);
}

public class EffectsAreCutOnlyWithReasonTests
{
    private static readonly Observation[] Begun = [Holds(1, 0, "math.17"), new EffectStarted(S(107), 0, 1, Effect, "model")];
    private static readonly Observation[] CutShort = [new EffectEnded(S(110), 0, 1, Effect, EffectEnd.Cut)];
    private static readonly Observation[] GoesOn = [Stored(111, 5, "w", "session.opened.1")];

    private static Verdict Judged(params IEnumerable<Observation>[] history) =>
        Judge(new EffectsAreCutOnlyWithReason(), 500, [Up(2), Begun, .. history]);

    [Theory]
    [InlineData(EffectEnd.Done)]
    [InlineData(EffectEnd.Failed)]
    [InlineData(EffectEnd.TimedOut)]
    public void An_effect_may_end_by_itself(EffectEnd how) => Judged([new EffectEnded(S(110), 0, 1, Effect, how)]).ShouldHold(judged: 1);

    [Fact]
    public void An_effect_that_is_cut_in_a_healthy_node_is_found() =>
        Judged(CutShort, GoesOn).ShouldBeBroken(110, $"effect {Effect}", "node 0 (life 1)", "its slot stayed there");

    [Fact]
    public void An_effect_under_way_on_a_node_that_says_it_is_drained_is_found() =>
        Judged([new NodeDrained(S(109), 0, 1, InTime: true)])
            .ShouldBeBroken(109, $"effect {Effect}, begun at 107 s", "node 0 (life 1)", "says that it is drained");

    [Fact]
    public void On_a_node_whose_time_to_drain_is_up_or_in_another_life_it_may_be() =>
        Judged([new NodeDrained(S(109), 0, 1, InTime: false), new NodeDrained(S(110), 0, 2, InTime: true)]).ShouldHold(judged: 0);

    [Fact]
    public void A_slot_that_moves_is_no_reason() =>
        Judged(CutShort, [Holds(110, 0)], GoesOn).ShouldBeBroken(110, "its slot was taken from the node at 110 s");

    [Fact]
    public void A_slot_that_moved_though_an_effect_did_not_end_within_the_timeout_is_one() =>
        Judged([new EffectStarted(S(99), 0, 1, Effect, "model")], CutShort, [Holds(110, 0)], GoesOn).ShouldHold(judged: 1);

    [Fact]
    public void A_hand_off_whose_time_was_up_is_one_however_late_the_effect_began() =>
        Judged([new EffectStarted(S(105), 0, 1, Effect, "model")], CutShort, [new HandOffCut(S(110), 0, 1, "math.17")], GoesOn)
            .ShouldHold(judged: 1);

    [Fact]
    public void A_deadline_of_a_clock_that_was_set_back_is_one() =>
        Judged([new EffectStarted(S(105), 0, 1, Effect, "model"), new ClockJumped(S(109), 0)], CutShort, GoesOn).ShouldHold(judged: 1);

    [Fact]
    public void While_the_journal_takes_nothing_of_the_session_its_run_may_have_ended() => Judged(CutShort).ShouldHold(judged: 1);

    [Theory]
    [InlineData(ProcessEnd.Leave)]
    [InlineData(ProcessEnd.Crash)]
    public void The_end_of_the_process_is_one(ProcessEnd how) =>
        Judged(CutShort, [new ProcessEnded(S(120), 0, 1, how)]).ShouldHold(judged: 1);

    [Fact]
    public void The_end_of_the_actor_system_is_one() =>
        Judged(CutShort, [new SystemChanged(S(113), 0, 1, 1, Alive: false), new SystemChanged(S(114), 0, 1, 2, Alive: true)])
            .ShouldHold(judged: 1);

    [Fact]
    public void Its_own_actor_systems_end_is_one_though_the_cut_comes_to_light_in_the_next() =>
        Judged([new SystemChanged(S(110), 0, 1, 1, Alive: false), new SystemChanged(S(110), 0, 1, 2, Alive: true)], CutShort, GoesOn)
            .ShouldHold(judged: 1);

    [Fact]
    public void A_process_that_ends_much_later_ends_for_another_reason() =>
        Judged(CutShort, GoesOn, [new ProcessEnded(S(150), 0, 1, ProcessEnd.Leave)]).ShouldBeBroken(110);

    [Theory]
    [InlineData("run.failed.1", 109.9)]
    [InlineData("run.cancelled.1", 110.5)]
    [InlineData("run.failed.1", 200)]
    public void The_end_of_the_run_is_one(string manifest, double at) =>
        Judge(
            new EffectsAreCutOnlyWithReason(),
            500,
            Up(2),
            Begun,
            new Observation[] { CutShort[0], Stored(at, 5, "w", manifest) }.OrderBy(o => o.At))
            .ShouldHold(judged: 1);

    [Fact]
    public void A_session_that_cannot_write_is_one() =>
        Judged([new WriterStopped(S(109), 0, 1, Session)], CutShort, GoesOn).ShouldHold(judged: 1);

    [Fact]
    public void A_session_that_could_not_write_before_the_effect_was_begun_is_none() =>
        Judge(
            new EffectsAreCutOnlyWithReason(), 500, Up(2), [new WriterStopped(S(90), 0, 1, Session)], Begun, CutShort, GoesOn)
            .ShouldBeBroken(110);

    [Fact]
    public void Having_been_cut_off_shortly_before_is_one() =>
        Judged(Cut(107.5, 0, 1), Heal(108, 0, 1), CutShort, GoesOn).ShouldHold(judged: 1);

    [Fact]
    public void Having_been_cut_off_long_before_is_none() =>
        Judge(new EffectsAreCutOnlyWithReason(), 500, Up(2), Cut(10, 0, 1), Heal(20, 0, 1), Begun, CutShort, GoesOn)
            .ShouldBeBroken(110);

    [Fact]
    public void Another_node_s_trouble_is_none() =>
        Judged([new ProcessEnded(S(108), 1, 1, ProcessEnd.Crash)], CutShort, GoesOn).ShouldBeBroken(110);
}
