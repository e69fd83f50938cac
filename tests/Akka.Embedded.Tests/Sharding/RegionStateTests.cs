using System.Collections.Immutable;
using Akka.Embedded.Sharding.Coordination;
using Akka.Embedded.Sharding.Regions;
using Input = Akka.Embedded.Sharding.Regions.RegionInput<string>;
using Effect = Akka.Embedded.Sharding.Regions.RegionEffect<string>;

namespace Akka.Embedded.Tests.Sharding;

public sealed class RegionStateTests
{
    private RegionState<string> _region = new("me", proxy: false);

    public RegionStateTests() => Decide(new Input.MemberUp());

    [Fact]
    public void Before_its_node_is_up_it_only_promises_to_obey_no_older_coordinator()
    {
        _region = new RegionState<string>("me", proxy: false);
        Decide(new Input.RetryDue()).ShouldBeEmpty();
        Decide(new Input.CoordinatorFound(5)).ShouldBe([new Effect.Promise(5)]);
        Decide(new Input.HostShard(5, "s")).ShouldBeEmpty();

        Decide(new Input.MemberUp()).ShouldBe([new Effect.FindCoordinator()]);
        Decide(new Input.CoordinatorFound(4)).ShouldBeEmpty();
        Decide(new Input.CoordinatorFound(5)).ShouldHaveSingleItem().ShouldBeOfType<Effect.Register>();
    }

    [Fact]
    public void It_registers_with_the_coordinator_it_finds_and_then_asks_for_what_is_wanted()
    {
        Decide(new Input.HomeWanted("s")).ShouldBeEmpty();
        Decide(new Input.CoordinatorFound(1)).ShouldHaveSingleItem().ShouldBeOfType<Effect.Register>().Hosted.ShouldBeEmpty();

        Decide(new Input.RegistrationConfirmed(1)).ShouldBe([new Effect.AskHome("s")]);
        Decide(new Input.RetryDue()).ShouldBe([new Effect.AskHome("s")]);
    }

    [Fact]
    public void It_looks_for_a_coordinator_until_its_registration_is_confirmed()
    {
        Decide(new Input.RetryDue()).ShouldBe([new Effect.FindCoordinator()]);
        Decide(new Input.CoordinatorFound(1));
        Decide(new Input.RetryDue()).ShouldBe([new Effect.FindCoordinator()]);
        Decide(new Input.RegistrationConfirmed(1));
        Decide(new Input.RetryDue()).ShouldBeEmpty();
    }

    [Fact]
    public void It_hosts_what_it_is_told_and_says_so_to_the_next_coordinator()
    {
        Bind(1);
        Decide(new Input.HostShard(1, "s")).ShouldBe([new Effect.Run("s"), new Effect.ConfirmStarted("s")]);

        Decide(new Input.CoordinatorFound(2)).ShouldHaveSingleItem().ShouldBeOfType<Effect.Register>().Hosted.ShouldBe(["s"]);
    }

    [Fact]
    public void It_obeys_only_the_newest_coordinator_it_has_met()
    {
        Bind(2);

        Decide(new Input.HostShard(1, "s")).ShouldBeEmpty();
        Decide(new Input.CoordinatorFound(1)).ShouldBeEmpty();
        Decide(new Input.HomeTold(1, "s", "other")).ShouldBeEmpty();
        Decide(new Input.BeginHandOff(1, "s", 7)).ShouldBeEmpty();
        Decide(new Input.HandOff(1, "s", 7)).ShouldBeEmpty();
        _region.Hosted.ShouldBeEmpty();
    }

    [Fact]
    public void It_obeys_nobody_once_its_coordinator_is_lost()
    {
        Bind(1);
        Decide(new Input.CoordinatorLost()).ShouldBe([new Effect.FindCoordinator()]);

        Decide(new Input.HostShard(1, "s")).ShouldBeEmpty();
    }

    [Fact]
    public void A_shard_is_hosted_until_it_has_stopped()
    {
        Bind(1);
        Decide(new Input.HostShard(1, "s"));
        Decide(new Input.BeginHandOff(1, "s", 7)).ShouldBe([new Effect.Hold("s"), new Effect.ConfirmHandOffBegun("s", 7)]);
        Decide(new Input.HomeWanted("s")).ShouldBeEmpty();
        Decide(new Input.HandOff(1, "s", 7)).ShouldBe([new Effect.Hold("s"), new Effect.Stop("s")]);
        Decide(new Input.HandOff(1, "s", 7)).ShouldBeEmpty();
        _region.Hosted.ShouldBe(["s"]);

        Decide(new Input.ShardStopped("s")).ShouldBe([new Effect.ConfirmStopped("s", 7), new Effect.AskHome("s")]);
        _region.Hosted.ShouldBeEmpty();
        Decide(new Input.HandOff(1, "s", 7)).ShouldBe([new Effect.ConfirmStopped("s", 7)]);
    }

    [Fact]
    public void What_waits_for_a_shard_whose_hand_off_was_begun_by_a_lost_coordinator_goes_to_it_again()
    {
        Bind(1);
        Decide(new Input.HostShard(1, "kept"));
        Decide(new Input.HostShard(1, "stopping"));
        Decide(new Input.HandOff(1, "stopping", 6));
        Decide(new Input.BeginHandOff(1, "kept", 7));
        Decide(new Input.HomeWanted("kept")).ShouldBeEmpty();
        Decide(new Input.CoordinatorLost());
        Decide(new Input.CoordinatorFound(2));

        Decide(new Input.RegistrationConfirmed(2)).ShouldBe([new Effect.Run("kept")]);
    }

    [Fact]
    public void The_next_coordinator_is_not_told_the_term_of_the_one_before()
    {
        Bind(1);
        Decide(new Input.HostShard(1, "s"));
        Decide(new Input.HandOff(1, "s", 7));
        Bind(2);

        Decide(new Input.ShardStopped("s")).ShouldBe([new Effect.ConfirmStopped("s", Tenure.AnyTerm)]);
    }

    [Fact]
    public void A_shard_that_fails_is_started_again()
    {
        Bind(1);
        Decide(new Input.HostShard(1, "s"));

        Decide(new Input.ShardStopped("s")).ShouldBe([new Effect.Run("s")]);
    }

    [Fact]
    public void Homes_at_a_lost_region_are_forgotten()
    {
        Bind(1);
        Decide(new Input.HomeTold(1, "a", "there")).ShouldBe([new Effect.Route("a", "there")]);
        Decide(new Input.HomeTold(1, "b", "elsewhere"));

        Decide(new Input.RegionLost("there")).ShouldBe([new Effect.Hold("a")]);
    }

    [Fact]
    public void Being_told_that_it_is_the_home_is_as_good_as_being_told_to_host()
    {
        Bind(1);

        Decide(new Input.HomeTold(1, "s", "me")).ShouldBe([new Effect.Run("s"), new Effect.ConfirmStarted("s")]);
    }

    [Fact]
    public void A_proxy_never_hosts()
    {
        _region = new RegionState<string>("me", proxy: true);
        Decide(new Input.MemberUp());
        Bind(1);

        Decide(new Input.HostShard(1, "s")).ShouldBeEmpty();
        Decide(new Input.HomeTold(1, "s", "me")).ShouldBeEmpty();
    }

    [Fact]
    public void Leaving_ends_when_the_last_shard_is_gone()
    {
        Bind(1);
        Decide(new Input.HostShard(1, "s"));
        Decide(new Input.Leave()).ShouldBe([new Effect.RequestLeave()]);
        Decide(new Input.HandOff(1, "s", 7));

        Decide(new Input.ShardStopped("s")).ShouldBe([new Effect.ConfirmStopped("s", 7), new Effect.Finish()]);
        Decide(new Input.RetryDue()).ShouldNotContain(new Effect.Finish());
    }

    [Fact]
    public void Leaving_waits_a_while_for_a_home_of_what_is_still_buffered()
    {
        Bind(1);
        Decide(new Input.HomeWanted("s"));
        Decide(new Input.Leave()).ShouldBe([new Effect.RequestLeave()]);
        Decide(new Input.RetryDue()).ShouldNotContain(new Effect.Finish());

        Decide(new Input.HomeTold(1, "s", "there")).ShouldBe([new Effect.Route("s", "there"), new Effect.Finish()]);
    }

    [Fact]
    public void Members_that_are_removed_meanwhile_do_not_shorten_that_while()
    {
        Bind(1);
        Decide(new Input.HomeWanted("s"));
        Decide(new Input.Leave());

        for (var removed = 0; removed < 3; removed++) Decide(new Input.HomesChanged()).ShouldBe([new Effect.AskHome("s")]);
        Decide(new Input.RetryDue()).ShouldNotContain(new Effect.Finish());

        Decide(new Input.RetryDue()).ShouldContain(new Effect.Finish());
    }

    [Fact]
    public void Nobody_is_asked_for_homes_before_the_registration_is_confirmed()
    {
        Decide(new Input.HomeWanted("s"));

        Decide(new Input.HomesChanged()).ShouldBeEmpty();
    }

    [Fact]
    public void It_needs_retries_only_while_something_is_unanswered()
    {
        _region.NeedsRetry.ShouldBeTrue("it looks for a coordinator");
        Bind(1);
        _region.NeedsRetry.ShouldBeFalse();

        Decide(new Input.HomeWanted("s"));
        _region.NeedsRetry.ShouldBeTrue("it wants a home");
        Decide(new Input.HomeTold(1, "s", "other"));
        _region.NeedsRetry.ShouldBeFalse();

        Decide(new Input.HostShard(1, "t"));
        Decide(new Input.Leave());
        _region.NeedsRetry.ShouldBeTrue("it leaves");
    }

    private void Bind(long epoch)
    {
        Decide(new Input.CoordinatorFound(epoch));
        Decide(new Input.RegistrationConfirmed(epoch));
    }

    private Effect[] Decide(Input input) => [.. _region.Decide(input)];
}
