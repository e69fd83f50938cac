using Hanzo.Network.Consensus;
using Hanzo.Network.Tests.Consensus.Checks;
using Hanzo.Network.Tests.Consensus.Simulated;

namespace Hanzo.Network.Tests.Consensus;

/// <summary>The checkers bite: groups with one fault each in their algorithm, or in the disk under it, are caught.</summary>
public sealed class BrokenVariantTests
{
    private const int Seeds = 400;

    [Fact]
    public void Voting_twice_in_a_term_is_caught() =>
        Caught(seed => new WorldOptions(seed) { Rules = new VotesTwice() }).ShouldBe("election safety");

    [Fact]
    public void Committing_an_entry_of_an_old_term_by_counting_is_caught() =>
        Should.Throw<PropertyBrokenException>(() => OverwriteWhatAMajorityHas(new CommitsOldTerms()))
            .Property.ShouldBe("leader completeness");

    [Fact]
    public void The_same_is_no_fault_of_a_leader_that_commits_only_entries_of_its_term() => OverwriteWhatAMajorityHas(RaftRules.Raft);

    [Fact]
    public void A_vote_that_is_given_before_it_is_on_disk_is_caught() =>
        Caught(seed => new WorldOptions(seed) { Disk = new DiskFlaws(ForgetsVotes: true) })
            .ShouldBeOneOf("election safety", "leader completeness", "state machine safety");

    [Fact]
    public void A_lease_that_no_quorum_confirms_is_caught() =>
        Caught(seed => new WorldOptions(seed) { Rules = new LeasesForEver() }).ShouldBe("reads are linearizable");

    [Fact]
    public void A_joint_configuration_with_one_majority_is_caught() =>
        Caught(seed => new WorldOptions(seed) { Rules = new CountsAllTogether() })
            .ShouldBeOneOf("election safety", "leader completeness", "state machine safety");

    [Fact]
    public void A_snapshot_that_drops_the_tail_is_caught() =>
        Caught(seed => new WorldOptions(seed) { Disk = new DiskFlaws(DropsTail: true) })
            .ShouldBeOneOf("leader completeness", "state machine safety");

    [Fact]
    public void A_snapshot_that_is_not_opened_in_order_with_applying_is_caught() =>
        Caught(seed => new WorldOptions(seed) { Disk = new DiskFlaws(OpensLate: true) })
            .ShouldBeOneOf("state machine safety", "linearizability", "convergence");

    // Figure 3.7 of the thesis (figure 8 of the paper), by hand: in random histories it is too rare.
    private static void OverwriteWhatAMajorityHas(RaftRules rules)
    {
        var group = new ScriptedGroup(new RaftSettings { MaxBatchBytes = 1 }, 5, rules: rules);
        group.Elect(1);
        Only(1, 2);
        group.Do(1, node => node.Propose(new byte[1]));
        group.Settle();
        group.Restart(1);

        Only(3, 4, 5);
        group.Passes = Without(group.Passes, message => message is RaftMessage.AppendRequest);
        group.Elect(5);
        group.Restart(5);

        Only(1, 2, 3, 4);
        var third = group.Id(3);
        var others = group.Passes;
        group.Passes = (from, to, message) => others(from, to, message)
            && (message is not RaftMessage.AppendRequest || to == group.Id(2)
                || (to == third && group[3].Status.Last.Index < 2));
        group.Elect(1);
        group[3].Status.Last.ShouldBe(new LogPosition(2, 1));
        group.Restart(1);

        Only(3, 4, 5);
        group.Elect(5);

        void Only(params int[] numbers) => group.Passes = (from, to, _) =>
            numbers.Any(number => group.Id(number) == from) && numbers.Any(number => group.Id(number) == to);
    }

    private static Func<MemberId, MemberId, RaftMessage, bool> Without(
        Func<MemberId, MemberId, RaftMessage, bool> passes, Func<RaftMessage, bool> lost) =>
        (from, to, message) => passes(from, to, message) && !lost(message);

    private static string? Caught(Func<int, WorldOptions> variant)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                new SimulatedGroup(variant(seed)).Run();
            }
            catch (PropertyBrokenException broken) when (broken.Property != "liveness")
            {
                return broken.Property;
            }
            catch (InvalidOperationException)
            {
                // A member noticed by itself and stopped; the checkers are to notice too.
            }
            catch (PropertyBrokenException)
            {
                // What is broken is safety.
            }
        }
        return null;
    }

    private sealed class VotesTwice : RaftRules
    {
        public override bool MayVote(MemberId? vote, MemberId candidate, LogPosition candidates, LogPosition own, bool advance) =>
            candidates.IsAtLeast(own);
    }

    private sealed class CommitsOldTerms : RaftRules
    {
        public override bool MayCommit(long entryTerm, long leaderTerm) => true;
    }

    private sealed class LeasesForEver : RaftRules
    {
        public override bool LeaseHolds(long now, long confirmedAt, int leaseTicks) => true;
    }

    private sealed class CountsAllTogether : RaftRules
    {
        public override long Agreed(GroupConfig config, Func<MemberId, long> reached) =>
            MajorityOf(config.Voters.Union(config.Outgoing), reached);
    }
}
