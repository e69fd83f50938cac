using System.Collections.Immutable;
using Hanzo.Network.Consensus;
using Hanzo.Network.Tests.Consensus.Simulated;

namespace Hanzo.Network.Tests.Consensus;

public sealed class RaftNodeTests
{
    private static readonly RaftSettings Settings = new()
    {
        MaxBatchBytes = 1, SnapshotEntries = 10, KeepEntries = 2, ChunkBytes = 100, PromotionLag = 5,
    };

    [Fact]
    public void A_group_of_one_leads_after_a_tick_and_commits_what_is_on_its_disk()
    {
        var group = new ScriptedGroup(Settings, 1);
        group.Tick(1);
        group.Do(1, node => node.Propose(new byte[] { 1 }).Accepted.ShouldBeTrue());

        group.Applied(1).ShouldBe(2);
        group.Do(1, node => node.Read(7));
        group.Reads.ShouldBe([(group.Id(1), 7)]);
    }

    [Fact]
    public void Silence_leads_to_an_election_and_one_leader()
    {
        var group = new ScriptedGroup(Settings, 3);
        group.TickAll(25);

        Enumerable.Range(1, 3).Count(number => group[number].Role == RaftRole.Leader).ShouldBe(1);
        group[1].Leader.ShouldNotBeNull();
        group[2].Leader.ShouldBe(group[1].Leader);
    }

    [Fact]
    public void A_vote_and_an_acknowledgement_wait_for_the_disk()
    {
        var group = new ScriptedGroup(Settings, 2) { Syncs = _ => false };
        group.Do(2, node => node.Receive(group.Id(1), new RaftMessage.VoteRequest(5, default, Advance: false, Forced: true)));
        group.Settle();
        group.Delivered.ShouldBeEmpty();

        group.Sync(2);
        group.Passes = (_, to, message) => to != group.Id(1) || message is not RaftMessage.VoteResponse;
        group.Settle();
        group.Do(2, node => node.Receive(group.Id(1), new RaftMessage.AppendRequest(
            5, default, 0, [new LogEntry(1, 5, EntryKind.Command, new byte[1])])));
        group.Settle();
        group.Delivered.ShouldBeEmpty();

        group.Sync(2);
        group.Settle();
        group.Delivered.ShouldBe([new RaftMessage.Appended(5, 1)]);
    }

    [Fact]
    public void A_leader_counts_its_own_disk_like_any_other()
    {
        var group = new ScriptedGroup(Settings, 3);
        group.Elect(1);
        group.Syncs = id => id == group.Id(2);
        group.Do(1, node => node.Propose(new byte[1]));
        group.Settle();
        group[1].Status.Commit.ShouldBe(1, "only one disk of three has the entry");

        group.Sync(1);
        group[1].Status.Commit.ShouldBe(2);
    }

    [Fact]
    public void That_more_is_committed_needs_no_answer()
    {
        var group = new ScriptedGroup(Settings, 3);
        group.Elect(1);
        group.Delivered.Clear();
        group.Do(1, node => node.Propose(new byte[1]));
        group.Settle();

        group[2].Status.Commit.ShouldBe(2);
        group[3].Status.Commit.ShouldBe(2);
        group.Delivered.OfType<RaftMessage.Appended>().ShouldBe([new RaftMessage.Appended(1, 2), new RaftMessage.Appended(1, 2)]);
    }

    [Fact]
    public void An_acknowledgement_that_is_lost_is_asked_for_again()
    {
        var group = new ScriptedGroup(Settings, 3);
        group.Elect(1);
        group.Passes = (from, _, message) => from != group.Id(2) || message is not RaftMessage.Appended;
        group.Do(1, node => node.Propose(new byte[1]));
        group.Settle();
        group[2].Status.Commit.ShouldBe(2);

        group.Passes = (_, _, _) => true;
        group.Delivered.Clear();
        group.Tick(1, Settings.HeartbeatTicks);
        group.Delivered.OfType<RaftMessage.Appended>().ShouldBe([new RaftMessage.Appended(1, 2)]);
    }

    [Fact]
    public void An_isolated_leader_steps_down_and_reads_nothing_of_the_past()
    {
        var group = new ScriptedGroup(Settings, 3);
        group.Elect(1);
        group.Tick(1);
        group[1].Status.LeaseHolds.ShouldBeTrue();
        group.Passes = (from, to, _) => from != group.Id(1) && to != group.Id(1);
        group.Tick(1, Settings.LeaseTicks);
        group[1].Status.LeaseHolds.ShouldBeFalse();

        group.Do(1, node => node.Read(1));
        group.Tick(1, 2 * Settings.ElectionTicks);
        group[1].Role.ShouldNotBe(RaftRole.Leader);
        group.Reads.ShouldBe([(group.Id(1), -1)]);
    }

    [Fact]
    public void Who_hears_a_leader_gives_no_votes_to_others()
    {
        var group = new ScriptedGroup(Settings, 3);
        group.Elect(1);
        group.Tick(1);
        var request = new RaftMessage.VoteRequest(9, new LogPosition(9, 9), Advance: false, Forced: false);
        group.Do(2, node => node.Receive(group.Id(3), request));
        group.Settle();

        group[2].Status.Term.ShouldBe(1);
        group[1].Role.ShouldBe(RaftRole.Leader);
    }

    [Fact]
    public void Leadership_goes_to_who_is_asked_and_the_lease_with_it()
    {
        var group = new ScriptedGroup(Settings, 3);
        group.Elect(1);
        group.Tick(1);
        group.Passes = (_, _, message) => message is not RaftMessage.VoteRequest;
        group.Do(1, node => node.TransferTo(group.Id(3)).Accepted.ShouldBeTrue());
        group.Settle();
        group[1].Status.LeaseHolds.ShouldBeFalse("another may be elected at any time now");
        group.Do(1, node => node.Propose(new byte[1]).Refusal.ShouldBe(Refusal.Transferring));

        group.Passes = (_, _, _) => true;
        group.Elect(3);
        group.Settle();
        group[1].Role.ShouldBe(RaftRole.Follower);
        group[1].Leader.ShouldBe(group.Id(3));
    }

    [Fact]
    public void A_new_member_gets_the_snapshot_in_pieces_then_the_log_then_a_vote()
    {
        var group = new ScriptedGroup(Settings, 1, others: 2) { Snapshot = new byte[1234] };
        group.Tick(1);
        for (var i = 0; i < 30; i++) group.Do(1, node => node.Propose(new byte[1]));
        group.Do(1, node => node.ChangeMembers([group.Id(1), group.Id(2)], []).Refusal.ShouldBe(Refusal.NotCaughtUp));
        group.Do(1, node => node.ChangeMembers([group.Id(1)], [group.Id(2)]).Accepted.ShouldBeTrue());
        group.Settle();
        group.TickAll(2);
        group.Delivered.OfType<RaftMessage.SnapshotChunk>().Max(chunk => chunk.Data.Length).ShouldBe(100);
        group.Applied(2).ShouldBe(group.Applied(1));
        group.Opened.ShouldBeEmpty("nobody reads it any more");

        group.Do(1, node => node.ChangeMembers([group.Id(1), group.Id(2)], []).Accepted.ShouldBeTrue());
        group.Settle();
        group.TickAll(2);
        group[2].Status.Config.ShouldBe(GroupConfig.Of(group.Id(1), group.Id(2)));
    }

    [Fact]
    public void A_snapshot_is_opened_when_it_is_needed_and_closed_when_nobody_takes_it_or_the_leader_goes()
    {
        var (group, third) = ThirdIsBehind();
        group.Tick(1, 30);
        group.Opened.ShouldBeEmpty("who is not heard is sent nothing");

        // It is heard, but what it is sent is lost.
        group.Passes = (_, to, message) => to != third || message is not RaftMessage.SnapshotChunk;
        group.Tick(1, 2);
        group.Opened.Keys.ShouldBe([group.Id(1)]);
        var first = group.Opened[group.Id(1)];
        for (var i = 0; i < 30; i++) group.Do(1, node => node.Propose(new byte[1]));
        group.Settle();
        group[1].Status.Snapshot.Index.ShouldBeGreaterThan(first);
        group.Passes = (_, to, _) => to != third;
        group.Tick(1, Settings.SnapshotPatienceTicks + 1);
        group.Opened.ShouldBeEmpty("nothing was heard of it for long");

        group.Passes = (_, to, message) => to != third || message is not RaftMessage.SnapshotChunk;
        group.Tick(1, 2);
        group.Opened[group.Id(1)].ShouldBeGreaterThan(first);
        group.Passes = (_, _, message) => message is not RaftMessage.SnapshotChunk;
        group.Elect(2);
        group.Settle();
        group.Opened.Keys.ShouldNotContain(group.Id(1));
        group.Passes = (_, _, _) => true;
        group.TickAll(30);
        group.Applied(3).ShouldBe(group.Applied(2));
        group.Opened.ShouldBeEmpty();
    }

    [Fact]
    public void Who_is_sent_a_snapshot_finds_in_the_log_what_comes_after_it()
    {
        var (group, third) = ThirdIsBehind();
        group.Passes = (_, to, message) => to != third || message is not RaftMessage.SnapshotChunk { Offset: > 500 };
        group.Tick(1, 2);
        for (var i = 0; i < 100; i++) group.Do(1, node => node.Propose(new byte[1]));
        group.Settle();
        group.Passes = (_, _, _) => true;
        group.TickAll(30);

        group.Applied(3).ShouldBe(group.Applied(1));
        group.Delivered.OfType<RaftMessage.SnapshotChunk>().Select(chunk => chunk.Snapshot.Index).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Pieces_of_another_snapshot_wait_until_the_one_that_has_come_is_installed()
    {
        var group = new ScriptedGroup(Settings, 1, others: 1);
        var (node, leader, config) = (group[2], group.Id(1), GroupConfig.Of(group.Id(1)));
        var (first, second) = (new SnapshotMeta(5, 1, config, 3), new SnapshotMeta(9, 2, config, 6));
        node.Receive(leader, new RaftMessage.SnapshotChunk(1, first, 1, 0, new byte[3]));
        node.Receive(leader, new RaftMessage.SnapshotChunk(2, second, 1, 0, new byte[3]));

        var effects = node.Drain();
        effects.Persist!.Install.ShouldBe(first);
        effects.Receive.Select(piece => piece.Snapshot).ShouldBe([first], "a shell begins anew with a piece that is at 0");
        node.Persisted(effects.Persist.Ticket);
        node.Drain().Restore.ShouldBe(first);
        node.Receive(leader, new RaftMessage.SnapshotChunk(2, second, 1, 0, new byte[3]));
        node.Drain().Receive.ShouldHaveSingleItem().Snapshot.ShouldBe(second);
    }

    [Fact]
    public void What_a_follower_that_answers_lacks_stays_in_the_log_within_bounds()
    {
        foreach (var (isKept, bytes) in new[] { (true, Settings.MaxLogBytes), (false, RaftSettings.MaxMessageBytes) })
        {
            var group = new ScriptedGroup(Settings with { MaxLogBytes = bytes, KeepBytes = bytes / 2 }, 3) { Snapshot = new byte[123] };
            group.Elect(1);
            group.Tick(1);
            var third = group.Id(3);
            group.Passes = (_, to, message) => to != third || message is RaftMessage.Heartbeat;
            for (var i = 0; i < 30; i++) group.Do(1, node => node.Propose(new byte[5_000]).Accepted.ShouldBeTrue());
            group.Settle();
            group[1].Status.Snapshot.Index.ShouldBeGreaterThan(20);
            group.Passes = (_, _, _) => true;
            group.TickAll(30);

            group.Applied(3).ShouldBe(group.Applied(1));
            group.Delivered.OfType<RaftMessage.SnapshotChunk>().Any().ShouldBe(!isKept);
        }
    }

    [Fact]
    public void Who_keeps_up_with_a_steady_load_may_vote_though_it_always_lacks_what_has_just_come()
    {
        var group = new ScriptedGroup(Settings, 1, others: 2);
        group.Tick(1);
        group.Do(1, node => node.ChangeMembers([group.Id(1)], [group.Id(2), group.Id(3)]).Accepted.ShouldBeTrue());
        group.Settle();
        group.Passes = (_, to, _) => to != group.Id(3);
        for (var tick = 0; tick < 3 * Settings.ElectionTicks; tick++)
        {
            Load();
            group.Tick(1);
        }

        Load();
        group.Do(1, node => node.ChangeMembers([group.Id(1), group.Id(3)], [group.Id(2)]).Refusal.ShouldBe(Refusal.NotCaughtUp));
        group.Do(1, node => node.ChangeMembers([group.Id(1), group.Id(2)], [group.Id(3)]).Accepted.ShouldBeTrue());

        void Load() => group.Do(1, node =>
        {
            for (var i = 0; i < 4 * Settings.PromotionLag; i++) node.Propose(new byte[1]).Accepted.ShouldBeTrue();
        });
    }

    [Fact]
    public void Who_has_not_answered_yet_does_not_vote_though_the_log_is_short()
    {
        var group = new ScriptedGroup(Settings, 1, others: 2);
        group.Passes = (_, to, _) => to != group.Id(2);
        group.Tick(1);
        group.Do(1, node => node.ChangeMembers([group.Id(1)], [group.Id(2), group.Id(3)]).Accepted.ShouldBeTrue());
        group.Settle();

        group.Do(1, node => node.ChangeMembers([group.Id(1), group.Id(2)], [group.Id(3)]).Refusal.ShouldBe(Refusal.NotCaughtUp));
        group.Do(1, node => node.ChangeMembers([group.Id(1), group.Id(3)], [group.Id(2)]).Accepted.ShouldBeTrue());
    }

    [Fact]
    public void Nobody_is_taken_out_where_no_majority_of_the_others_answers()
    {
        var group = new ScriptedGroup(Settings, 3);
        group.Elect(1);
        group.Passes = (from, to, _) => from != group.Id(3) && to != group.Id(3);
        for (var tick = 0; tick < 2 * Settings.ElectionTicks; tick++)
        {
            group.Tick(1);
            group.Settle();
        }

        group.Do(1, node => node.ChangeMembers([group.Id(1), group.Id(3)], []).Refusal.ShouldBe(Refusal.NotHeard));
        group.Do(1, node => node.ChangeMembers([group.Id(1), group.Id(2)], []).Accepted.ShouldBeTrue());
    }

    [Fact]
    public void A_leader_that_is_taken_out_hands_over()
    {
        var group = new ScriptedGroup(Settings, 3);
        group.Elect(1);
        group.Tick(1);
        group.Do(1, node => node.ChangeMembers([group.Id(2), group.Id(3)], []).Accepted.ShouldBeTrue());
        group.Settle();

        group[1].Role.ShouldBe(RaftRole.Follower);
        Enumerable.Range(2, 2).ShouldContain(number => group[number].Role == RaftRole.Leader);
    }

    [Fact]
    public void Who_is_left_out_by_what_only_it_has_may_still_be_elected()
    {
        var group = new ScriptedGroup(Settings, 2);
        group.Elect(2);
        group.Tick(2);
        // Member 1 gets the joint configuration, and member 2 alone writes the one after it.
        group.Passes = (_, _, message) => message is not RaftMessage.AppendRequest { Entries: [{ Config.IsJoint: false }, ..] };
        group.Do(2, node => node.ChangeMembers([group.Id(1)], []).Accepted.ShouldBeTrue());
        group.Settle();
        group.Restart(1);
        group.Restart(2);
        group[2].Status.Config.ShouldBe(GroupConfig.Of(group.Id(1)));
        group[1].Status.Config.IsJoint.ShouldBeTrue();

        group.Passes = (_, _, _) => true;
        group.TickAll(60);
        group[1].Role.ShouldBe(RaftRole.Leader);
        group[1].Status.Config.ShouldBe(GroupConfig.Of(group.Id(1)));
    }

    [Fact]
    public void A_follower_asks_its_leader_up_to_where_to_read()
    {
        var group = new ScriptedGroup(Settings, 3);
        group.Elect(1);
        group.Do(3, node => node.Read(5));
        group.Settle();
        group.Reads.ShouldBe([(group.Id(3), 5)]);

        group.Passes = (_, _, message) => message is not RaftMessage.ReadRequest;
        group.Do(3, node => node.Read(6));
        group.TickAll(Settings.ElectionTicks);
        group.Reads.ShouldContain((group.Id(3), -6));
    }

    [Fact]
    public void What_is_under_way_is_bounded()
    {
        var settings = Settings with { MaxUncommittedEntries = 3, MaxInFlightMessages = 2 };
        var group = new ScriptedGroup(settings, 2);
        group.Elect(1);
        group.Tick(1);
        group.Passes = (_, _, message) => message is not RaftMessage.Appended;
        group.Do(1, node =>
        {
            node.Propose(new byte[RaftSettings.MaxPayloadBytes + 1]).Refusal.ShouldBe(Refusal.TooLarge);
            for (var i = 0; i < 3; i++) node.Propose(new byte[1]).Accepted.ShouldBeTrue();
            node.Propose(new byte[1]).Refusal.ShouldBe(Refusal.Busy);
        });
        group.Delivered.Clear();
        group.Settle();
        group.Delivered.OfType<RaftMessage.AppendRequest>().Count().ShouldBe(2);
    }

    [Fact]
    public void All_settings_out_of_range_are_named() =>
        Should.Throw<ArgumentException>(() => new RaftSettings { ElectionTicks = 2, ClockDriftPercent = 99 }.Validated())
            .Message.ShouldBe(
                "consensus settings: ElectionTicks is 2, allowed are 5 to 1000; ClockDriftPercent is 99, allowed are 0 to 50.");

    /// <summary>The first leads, and the third lacks what is no longer in its log.</summary>
    private static (ScriptedGroup Group, MemberId Third) ThirdIsBehind()
    {
        var group = new ScriptedGroup(Settings, 3) { Snapshot = new byte[1234] };
        group.Elect(1);
        group.Tick(1);
        var third = group.Id(3);
        group.Passes = (_, to, _) => to != third;
        group.Tick(1, 2 * Settings.ElectionTicks);
        for (var i = 0; i < 30; i++) group.Do(1, node => node.Propose(new byte[1]));
        group.Settle();
        return (group, third);
    }
}
