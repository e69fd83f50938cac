using Hanzo.Network.Simulation.Checks;
using static Hanzo.Network.Simulation.Tests.Checks.Histories;

namespace Hanzo.Network.Simulation.Tests.Checks;

public class AskedSlotsAreHeldTests
{
    private static readonly Observation[] Asked = [new Healed(S(10)), new RunAccepted(S(100), 1, 1, "r", Run)];

    [Fact]
    public void A_slot_that_took_a_run_after_the_heal_has_an_owner() =>
        Judge(new AskedSlotsAreHeld(), 200, Up(2), [Holds(1, 0, "math.17")], Asked).ShouldHold(judged: 1);

    [Fact]
    public void One_whose_run_has_ended_may_rest_without_owner() =>
        Judge(new AskedSlotsAreHeld(), 200, Up(2), Asked, [new RunEnded(S(110), 1, 1, "r", Run, "completed", "42")])
            .ShouldHold(judged: 1);

    [Fact]
    public void A_slot_that_was_let_go_and_taken_by_nobody_is_found() =>
        Judge(new AskedSlotsAreHeld(), 200, Up(2), [Holds(1, 0, "math.17")], Asked, [Holds(150, 0)])
            .ShouldBeBroken(165, "slot math.17", "no owner since 150 s");

    [Fact]
    public void A_slot_on_the_move_at_the_end_is_none_without_owner() =>
        Judge(new AskedSlotsAreHeld(), 200, Up(2), [Holds(1, 0, "math.17")], Asked, [Holds(195, 0)]).ShouldHold(judged: 1);

    [Fact]
    public void A_system_that_ended_holds_nothing() =>
        Judge(
            new AskedSlotsAreHeld(), 200, Up(2), [Holds(1, 0, "math.17")], Asked, [new SystemChanged(S(120), 0, 1, 1, Alive: false)])
            .ShouldBeBroken(135, "slot math.17");
}
