using Akka.Embedded.Sharding.Coordination;
using Input = Akka.Embedded.Sharding.Coordination.CoordinatorInput<string>;
using Effect = Akka.Embedded.Sharding.Coordination.CoordinatorEffect<string>;

namespace Akka.Embedded.Tests.Sharding;

public sealed class ShardCoordinatorStateTests
{
    private readonly ShardCoordinatorState<string> _state = new();

    [Fact]
    public void A_registration_is_confirmed()
    {
        Register("r1").ShouldBe([new Effect.ConfirmRegistration("r1")]);
        _state.Candidates.Keys.ShouldBe(["r1"]);
    }

    [Fact]
    public void An_unknown_shard_is_allocated_and_told_to_all_who_wait()
    {
        Register("r1");
        Register("r2");

        Decide(new Input.HomeRequested("r1", "s")).ShouldBe([new Effect.Allocate("r1", "s")]);
        Decide(new Input.HomeRequested("r2", "s")).ShouldBeEmpty();

        Decide(new Input.Allocated("s", "r2")).ShouldBe([
            new Effect.Host("r2", "s"), new Effect.TellHome("r1", "s", "r2"), new Effect.TellHome("r2", "s", "r2")]);
        Decide(new Input.HomeRequested("r1", "s")).ShouldBe([new Effect.TellHome("r1", "s", "r2")]);
    }

    [Fact]
    public void Nothing_is_allocated_before_every_expected_node_has_spoken()
    {
        Decide(new Input.NodeExpected("n1"));
        Decide(new Input.NodeExpected("n2"));
        Register("r1", node: "n1");
        Decide(new Input.HomeRequested("r1", "s")).ShouldBeEmpty();

        Decide(new Input.NodeHasNoRegion("n2")).ShouldBe([new Effect.Allocate("r1", "s")]);
    }

    [Fact]
    public void A_shard_that_a_region_reports_is_not_allocated_again()
    {
        Decide(new Input.NodeExpected("n2"));
        Register("r1", node: "n1");
        Decide(new Input.HomeRequested("r1", "s"));

        Register("r2", node: "n2", hosted: ["s"])
            .ShouldBe([new Effect.ConfirmRegistration("r2"), new Effect.TellHome("r1", "s", "r2")]);
    }

    [Fact]
    public void A_node_that_is_lost_while_expected_no_longer_holds_up_anything()
    {
        Decide(new Input.NodeExpected("n2"));
        Register("r1");
        Decide(new Input.HomeRequested("r1", "s"));

        Decide(new Input.NodeLost("n2")).ShouldBe([new Effect.Allocate("r1", "s")]);
    }

    [Fact]
    public void Without_permission_known_homes_are_told_and_new_ones_wait()
    {
        Register("r1", hosted: ["known"]);
        Decide(new Input.AllocationPermitted(false));

        Decide(new Input.HomeRequested("r1", "known")).ShouldBe([new Effect.TellHome("r1", "known", "r1")]);
        Decide(new Input.HomeRequested("r1", "new")).ShouldBeEmpty();
        Decide(new Input.AllocationPermitted(true)).ShouldBe([new Effect.Allocate("r1", "new")]);
    }

    [Fact]
    public void A_choice_made_before_permission_was_withdrawn_is_dropped_and_made_again()
    {
        Register("r1");
        Decide(new Input.HomeRequested("r1", "s"));
        Decide(new Input.AllocationPermitted(false));

        Decide(new Input.Allocated("s", "r1")).ShouldBeEmpty();
        Decide(new Input.AllocationPermitted(true)).ShouldBe([new Effect.Allocate("r1", "s")]);
    }

    [Fact]
    public void A_failed_allocation_is_retried()
    {
        Register("r1");
        Decide(new Input.HomeRequested("r1", "s"));

        Decide(new Input.AllocationFailed("s")).ShouldBeEmpty();
        Decide(new Input.RetryDue()).ShouldBe([new Effect.Allocate("r1", "s")]);
    }

    [Fact]
    public void A_choice_that_is_no_candidate_is_ignored_and_retried()
    {
        Register("r1");
        Decide(new Input.HomeRequested("r1", "s"));

        Decide(new Input.Allocated("s", "stranger")).ShouldBeEmpty();
        Decide(new Input.RetryDue()).ShouldBe([new Effect.Allocate("r1", "s")]);
    }

    [Fact]
    public void Hosting_is_repeated_until_the_shard_has_started()
    {
        Allocate("s", "r1");

        Decide(new Input.RetryDue()).ShouldBe([new Effect.Host("r1", "s")]);
        Decide(new Input.ShardStarted("r1", "s"));
        Decide(new Input.RetryDue()).ShouldBeEmpty();
    }

    [Fact]
    public void A_shard_moves_when_all_have_forgotten_it_and_its_owner_has_stopped_it()
    {
        Register("r1", hosted: ["s"]);
        Register("r2");
        RegisterProxy("p");

        Decide(new Input.RebalanceChosen(["s"])).ShouldBe([
            new Effect.BeginHandOff("r1", "s", 1), new Effect.BeginHandOff("r2", "s", 1), new Effect.BeginHandOff("p", "s", 1)]);
        Decide(new Input.HomeRequested("p", "s")).ShouldBeEmpty();
        Decide(new Input.HandOffBegun("r1", "s", 1)).ShouldBeEmpty();
        Decide(new Input.HandOffBegun("p", "s", 1)).ShouldBeEmpty();
        Decide(new Input.HandOffBegun("r2", "s", 1)).ShouldBe([new Effect.HandOff("r1", "s", 1)]);
        _state.HandOffsUnderWay.ShouldBe(["s"]);

        Decide(new Input.ShardStopped("r1", "s", 1)).ShouldBe([new Effect.Allocate("p", "s")]);
        Decide(new Input.Allocated("s", "r2")).ShouldBe([new Effect.Host("r2", "s"), new Effect.TellHome("p", "s", "r2")]);
        _state.HandOffsUnderWay.ShouldBeEmpty();
    }

    [Fact]
    public void A_shard_that_does_not_stop_keeps_its_owner()
    {
        Register("r1", hosted: ["s"]);
        Decide(new Input.RebalanceChosen(["s"]));
        Decide(new Input.HandOffBegun("r1", "s", 1));
        Decide(new Input.HomeRequested("r1", "s"));

        for (var i = 0; i < 10; i++)
            Decide(new Input.RetryDue()).ShouldBe([new Effect.HandOff("r1", "s", 1)]);
        _state.TryGetOwner("s", out var owner).ShouldBeTrue();
        owner.ShouldBe("r1");
    }

    [Fact]
    public void Only_its_owner_frees_a_shard()
    {
        Register("r1", hosted: ["s"]);
        Register("r2", node: "n2");

        Decide(new Input.ShardStopped("r2", "s", 1));
        Decide(new Input.ShardStopped("r2", "s", Tenure.AnyTerm));

        _state.TryGetOwner("s", out var owner).ShouldBeTrue();
        owner.ShouldBe("r1");
    }

    [Fact]
    public void A_shard_that_an_earlier_coordinator_has_asked_its_owner_to_stop_is_free_when_it_has_stopped()
    {
        Register("r1", hosted: ["s"]);
        Decide(new Input.HomeRequested("r1", "s"));

        Decide(new Input.ShardStopped("r1", "s", Term: 9)).ShouldBeEmpty();
        Decide(new Input.ShardStopped("r1", "s", Tenure.AnyTerm));

        _state.TryGetOwner("s", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_region_that_does_not_answer_holds_up_a_hand_off_only_for_a_while()
    {
        Register("r1", hosted: ["s"]);
        Register("mute");
        Decide(new Input.RebalanceChosen(["s"]));
        Decide(new Input.HandOffBegun("r1", "s", 1));

        Decide(new Input.RetryDue()).ShouldBe([new Effect.BeginHandOff("mute", "s", 1)]);
        Decide(new Input.RetryDue()).ShouldBe([new Effect.HandOff("r1", "s", 1)]);
    }

    [Fact]
    public void A_region_that_stops_during_a_hand_off_is_not_waited_for()
    {
        Register("r1", hosted: ["s"]);
        Register("r2");
        Decide(new Input.RebalanceChosen(["s"]));
        Decide(new Input.HandOffBegun("r1", "s", 1));

        Decide(new Input.RegionStopped("r2")).ShouldBe([new Effect.HandOff("r1", "s", 1)]);
    }

    [Fact]
    public void The_shards_of_a_lost_node_are_free_at_once()
    {
        Register("r1", node: "n1", hosted: ["a", "b"]);
        Register("r2", node: "n2");
        Decide(new Input.RebalanceChosen(["b"]));
        Decide(new Input.HomeRequested("r2", "b"));

        Decide(new Input.NodeLost("n1")).ShouldBe([new Effect.Allocate("r2", "b")]);
        Decide(new Input.HomeRequested("r2", "a")).ShouldBe([new Effect.Allocate("r2", "a")]);
        _state.Candidates.Keys.ShouldBe(["r2"]);
    }

    [Fact]
    public void During_the_removal_margin_shards_of_the_removed_node_are_neither_told_nor_given_away()
    {
        Register("r1", node: "n1", hosted: ["a"]);
        Register("r2", node: "n2");

        Decide(new Input.NodeRemoved("n1")).ShouldBeEmpty();
        Decide(new Input.HomeRequested("r2", "a")).ShouldBeEmpty();
        _state.Candidates.Keys.ShouldBe(["r2"]);
        Decide(new Input.NodeLost("n1")).ShouldBe([new Effect.Allocate("r2", "a")]);
    }

    [Fact]
    public void A_leaving_region_hands_off_everything_and_gets_nothing_new()
    {
        Register("r1", hosted: ["a", "b"]);
        Register("r2");

        var effects = Decide(new Input.LeaveRequested("r1"));

        effects.Count(effect => effect is Effect.BeginHandOff).ShouldBe(4);
        _state.Candidates.Keys.ShouldBe(["r2"]);
        Decide(new Input.HomeRequested("r1", "c"));
        Decide(new Input.Allocated("c", "r1")).ShouldBeEmpty();
        Decide(new Input.LeaveRequested("r1")).ShouldBeEmpty();
    }

    [Fact]
    public void A_region_that_registers_again_is_told_what_it_missed()
    {
        Allocate("s", "r1");
        Decide(new Input.ShardStarted("r1", "s"));

        Register("r1").ShouldBe([new Effect.ConfirmRegistration("r1"), new Effect.Host("r1", "s")]);
    }

    [Fact]
    public void Two_claims_to_one_shard_are_reported_and_the_later_is_handed_off()
    {
        Register("r1", hosted: ["s"]);

        Register("r2", node: "n2", hosted: ["s"]).ShouldBe([
            new Effect.ConfirmRegistration("r2"),
            new Effect.ReportConflict("s", "r1", "r2"),
            new Effect.HandOff("r2", "s", 2),
        ]);
        Decide(new Input.ShardStopped("r2", "s", 2)).ShouldBeEmpty();
        _state.TryGetOwner("s", out var owner);
        owner.ShouldBe("r1");
    }

    [Fact]
    public void A_proxy_is_no_candidate_and_does_not_speak_for_its_node()
    {
        Decide(new Input.NodeExpected("n"));
        RegisterProxy("p", "n");

        _state.Candidates.ShouldBeEmpty();
        _state.Ready.ShouldBeFalse();
    }

    [Fact]
    public void It_needs_retries_only_while_something_is_unanswered()
    {
        Decide(new Input.NodeExpected("n1"));
        _state.NeedsRetry.ShouldBeTrue("a node has not spoken");
        Register("r1");
        Register("r2");
        _state.NeedsRetry.ShouldBeFalse();

        Decide(new Input.HomeRequested("r1", "s"));
        _state.NeedsRetry.ShouldBeTrue("a region waits for a home");
        Decide(new Input.Allocated("s", "r1"));
        _state.NeedsRetry.ShouldBeTrue("the shard may not have started");
        Decide(new Input.ShardStarted("r1", "s"));
        _state.NeedsRetry.ShouldBeFalse();

        Decide(new Input.RebalanceChosen(["s"]));
        _state.NeedsRetry.ShouldBeTrue("a shard moves");
        Decide(new Input.ShardStopped("r1", "s", 1));
        _state.NeedsRetry.ShouldBeFalse();

        Decide(new Input.LeaveRequested("r1"));
        _state.NeedsRetry.ShouldBeTrue("a region leaves");
        Decide(new Input.RegionStopped("r1"));
        _state.NeedsRetry.ShouldBeFalse();
    }

    private void Allocate(string shard, string region)
    {
        Register(region);
        Decide(new Input.HomeRequested(region, shard));
        Decide(new Input.Allocated(shard, region));
    }

    private Effect[] Register(string region, string node = "n1", params string[] hosted) =>
        Decide(new Input.Registered(region, node, [.. hosted], Proxy: false));

    private void RegisterProxy(string region, string node = "n9") => Decide(new Input.Registered(region, node, [], Proxy: true));

    private Effect[] Decide(Input input) => [.. _state.Decide(input)];
}
