using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Deployment;

public sealed class DrainProgressTests
{
    private static readonly DirectorySnapshot Drains = Of(Shared("a") with { Draining = true }, Shared("b")).Snapshot;

    private DrainProgress _progress = new(StartElapsed, TimeSpan.FromSeconds(60));

    [Fact]
    public void A_node_is_drained_when_nothing_has_been_under_way_for_two_seconds()
    {
        Look(0, Idle()).Phase.ShouldBe(DrainPhase.Draining);
        Look(1.9, Idle()).Phase.ShouldBe(DrainPhase.Draining);
        Look(2, Idle()).ShouldBe(new DrainStep(DrainPhase.Drained, 0, 0, 0, 0));
    }

    [Fact]
    public void Whatever_comes_meanwhile_begins_the_two_seconds_anew()
    {
        DrainLook[] busy =
        [
            Idle(new SessionCounts(1, 0, 0)), Idle(new SessionCounts(0, 1, 0)), Idle(new SessionCounts(0, 0, 1)),
            Idle(default, generation: 2), Idle(slots: "math.3"), new DrainLook(1, default), new DrainLook(0, default),
        ];
        foreach (var look in busy)
        {
            _progress = new DrainProgress(StartElapsed, TimeSpan.FromSeconds(60));
            Look(0, Idle());
            Look(1, look);
            Look(2.5, Idle()).Phase.ShouldBe(DrainPhase.Draining, $"{look}");
            Look(4.4, Idle()).Phase.ShouldBe(DrainPhase.Draining, $"{look}");
            Look(4.5, Idle()).Phase.ShouldBe(DrainPhase.Drained, $"{look}");
        }
    }

    [Fact]
    public void Nothing_is_quiet_before_the_others_know_or_are_out_of_reach()
    {
        for (var second = 0; second < 12; second++) Look(second, Idle(isTold: false)).Phase.ShouldBe(DrainPhase.Draining);

        Look(12, Idle(isTold: false)).Phase.ShouldBe(DrainPhase.Drained);
    }

    [Fact]
    public void A_node_that_does_not_say_so_itself_does_not_drain()
    {
        var look = new DrainLook(1, default) { IsTold = true }.With(Of(Shared("a"), Shared("b")).Snapshot, []);

        Look(0, look);
        Look(30, look).Phase.ShouldBe(DrainPhase.Draining);
    }

    [Fact]
    public void When_time_is_up_what_is_under_way_is_told_with_the_last_slots_that_were_known()
    {
        Look(0, Idle(slots: ["math.3", "math.4"])).ShouldBe(new DrainStep(DrainPhase.Draining, 0, 0, 2, 0));

        Look(60, new DrainLook(0, new SessionCounts(1, 2, 1))).ShouldBe(new DrainStep(DrainPhase.TimedOut, 2, 2, 2, 0));
    }

    [Fact]
    public void A_node_that_is_quiet_when_time_is_up_is_drained_two_seconds_later()
    {
        _progress = new DrainProgress(StartElapsed, TimeSpan.Zero);

        Look(0, Idle()).Phase.ShouldBe(DrainPhase.Draining);
        Look(2, Idle()).Phase.ShouldBe(DrainPhase.Drained);
    }

    [Fact]
    public void A_run_that_comes_at_the_last_moment_is_waited_for()
    {
        Look(0, Idle());
        Look(2, Idle());
        _progress = _progress.Disturbed();

        _progress.Step.Phase.ShouldBe(DrainPhase.Draining);
        Look(3.9, Idle()).Phase.ShouldBe(DrainPhase.Draining);
    }

    [Fact]
    public void Slots_at_work_are_to_move_in_the_last_fifteen_seconds()
    {
        _progress.Hurries(StartElapsed + TimeSpan.FromSeconds(44.9)).ShouldBeFalse();
        _progress.Hurries(StartElapsed + TimeSpan.FromSeconds(45)).ShouldBeTrue();
    }

    [Fact]
    public void Only_slots_whose_next_node_has_their_history_can_move()
    {
        DrainSlots.CountMovable(Drains, ["math.3", "math.1004", "stranger.1", "no slot"]).ShouldBe(2);

        var strangers = Of(Node("a", MathAgent) with { Draining = true }, Node("b", MathAgent)).Snapshot;
        DrainSlots.CountMovable(strangers, ["math.3"]).ShouldBe(0);
    }

    [Fact]
    public void A_node_that_shares_the_history_helps_only_slots_that_would_go_to_it()
    {
        var mixed = Of(Shared("a") with { Draining = true }, Shared("b"), Node("c", MathAgent)).Snapshot;
        string[] slots = [.. Enumerable.Range(0, MathAgent.Slots).Select(slot => $"math.{slot}")];

        DrainSlots.CountMovable(mixed, slots).ShouldBe(MathAgent.Slots / 2);
    }

    private static NodeDescription Shared(string id) => Node(id, MathAgent) with { Journal = "shared" };

    private static DrainLook Idle(SessionCounts runs = default, long generation = 1, bool isTold = true, params string[] slots) =>
        new DrainLook(generation, runs) { IsTold = isTold }.With(Drains, [.. slots]);

    private DrainStep Look(double second, DrainLook look)
    {
        _progress = _progress.Next(look, StartElapsed + TimeSpan.FromSeconds(second));
        return _progress.Step;
    }
}
