using Hanzo.Network.Consensus;
using Hanzo.Network.Tests.Consensus.Simulated;

namespace Hanzo.Network.Tests.Consensus;

/// <summary>A log that is full takes no commands, so there must be a snapshot that makes room.</summary>
public sealed class LogRoomTests
{
    private static readonly RaftSettings Settings = new() { MaxBatchBytes = 1, SnapshotEntries = 10, KeepEntries = 2 };

    [Fact]
    public void Large_entries_that_stay_before_a_snapshot_do_not_fill_the_log()
    {
        var most = 2 * RaftSettings.MaxMessageBytes;
        var settings = Settings with { KeepEntries = 1_000, MaxLogBytes = most, KeepBytes = most / 4 };
        var group = new ScriptedGroup(settings, 1);
        group.Tick(1);
        var payload = new byte[RaftSettings.MaxPayloadBytes / 2];
        for (var i = 0; i < 50; i++) group.Do(1, node => node.Propose(payload).Accepted.ShouldBeTrue($"entry {i}"));

        var log = group[1].Status;
        log.LogBytes.ShouldBeLessThan(most / 4 + ((Settings.SnapshotEntries + 1) * (payload.Length + LogEntry.Overhead)));
        (log.Last.Index - log.Snapshot.Index).ShouldBeLessThan(Settings.SnapshotEntries);
    }

    [Fact]
    public void What_was_applied_before_a_member_began_counts_for_its_next_snapshot()
    {
        var node = Recovered(Settings, new SnapshotMeta(2, 1, GroupConfig.Of([new MemberId("one")]), 3), entries: 11, applied: 11, size: 1);
        Lead(node).TakeSnapshot.ShouldNotBeNull().Index.ShouldBe(12);
    }

    [Fact]
    public void A_log_that_is_full_when_a_member_begins_gets_room()
    {
        var settings = Settings with { SnapshotEntries = 1_000, MaxLogBytes = RaftSettings.MaxMessageBytes, KeepBytes = 1_000 };
        var config = GroupConfig.Of([new MemberId("one")]);
        var size = RaftSettings.MaxPayloadBytes / 2;
        var node = Recovered(settings, new SnapshotMeta(20, 1, config, 3), entries: 20, applied: 20, size);
        node.Status.LogBytes.ShouldBeGreaterThan(settings.MaxLogBytes);

        var due = Lead(node).TakeSnapshot.ShouldNotBeNull();
        node.Propose(new byte[1]).Refusal.ShouldBe(Refusal.Busy);
        node.SnapshotStored(due with { Bytes = 3 });
        node.Propose(new byte[1]).Accepted.ShouldBeTrue();
    }

    private static RaftNode Recovered(RaftSettings settings, SnapshotMeta snapshot, int entries, long applied, int size)
    {
        var log = Enumerable.Range(1, entries).Select(index => new LogEntry(index, 1, EntryKind.Command, new byte[size]));
        var recovery = new RaftRecovery(new HardState(1, null), snapshot, default, [.. log]) { Applied = applied };
        return new RaftNode(new MemberId("one"), settings, recovery, _ => 0);
    }

    /// <returns>What it does when the entry that opens its term is committed.</returns>
    private static RaftEffects Lead(RaftNode node)
    {
        node.Tick();
        for (var effects = node.Drain(); ; effects = node.Drain())
        {
            if (!effects.Apply.IsEmpty) return effects;
            node.Persisted(effects.Persist.ShouldNotBeNull().Ticket);
        }
    }
}
