using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Adapters.Tests.Consensus;

public sealed class SqliteConsensusLogTests : IDisposable
{
    private static readonly GroupConfig Founders = GroupConfig.Of(new MemberId("a"), new MemberId("b"));
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File(SqliteConsensusLog.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        using (var log = Open())
        {
            var empty = await log.OpenAsync(Founders, default);
            empty.Snapshot.Config.ShouldBe(Founders);
            await log.WriteAsync(Batch(1, new HardState(3, new MemberId("b x")), 1, 2, 3), default);
            await log.WriteAsync(Batch(2, null, 3, 4) with { Entries = [Entry(3, 4), Entry(4, 4)] }, default);
        }

        var recovered = await Recover();
        recovered.State.ShouldBe(new HardState(3, new MemberId("b x")));
        recovered.Entries.Select(entry => (entry.Index, entry.Term)).ShouldBe([(1, 3), (2, 3), (3, 4), (4, 4)]);
        recovered.Entries[0].Payload.ToArray().ShouldBe([1, 2, 3]);
        recovered.Snapshot.Config.ShouldBe(Founders);
    }

    [Fact]
    public async Task What_is_found_is_made_durable_before_it_is_told()
    {
        using (var log = Open()) await log.OpenAsync(Founders, default);
        using var again = Open();
        await again.OpenAsync(Founders, default);
        new FileInfo(File + "-wal").Length.ShouldBeGreaterThan(0, "a killed process may have left what was not synced");
    }

    [Fact]
    public async Task Who_looks_for_the_log_waits_until_the_one_that_was_open_has_written_all()
    {
        await using var disk = new SqliteConsensusDisk(_folder.Path);
        var member = new LocalMember("G", "L");
        var log = await disk.OpenAsync(member, default);
        await log.OpenAsync(Founders, default);
        var writes = Enumerable.Range(1, 2_000).Select(i => log.WriteAsync(Batch(i, null, i), default)).ToArray();
        _ = disk.CloseAsync();

        (await disk.FindAsync(default)).ShouldBe(member);
        writes.Count(write => !write.IsCompleted).ShouldBe(0);
        await Task.WhenAll(writes);
    }

    [Fact]
    public async Task A_snapshot_of_its_own_cuts_the_log_and_is_read_in_any_pieces()
    {
        var content = Enumerable.Range(0, 200_000).Select(number => (byte)(number % 251)).ToArray();
        using (var log = Open())
        {
            await log.OpenAsync(Founders, default);
            await log.WriteAsync(Batch(1, null, 1, 2, 3, 4), default);
            var stored = await log.StoreAsync(new SnapshotMeta(3, 3, Founders, 0), content, default);
            stored.Bytes.ShouldBe(200_000);
            await log.WriteAsync(Batch(2, null) with { CutTo = new LogPosition(2, 3) }, default);
            (await log.ReadAsync(stored, 65_000, 70_000, default))!.Value.ToArray().ShouldBe(content[65_000..135_000]);
            (await log.ReadAsync(stored with { Index = 2 }, 0, 1, default)).ShouldBeNull();
        }

        var recovered = await Recover();
        recovered.Before.ShouldBe(new LogPosition(2, 3));
        recovered.Snapshot.ShouldBe(new SnapshotMeta(3, 3, Founders, 200_000));
        recovered.Entries.Select(entry => entry.Index).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task The_snapshot_before_the_newest_stays_and_older_ones_go()
    {
        using var log = Open();
        await log.OpenAsync(Founders, default);
        await log.WriteAsync(Batch(1, null, 1, 2, 3), default);
        var snapshots = new List<SnapshotMeta>();
        for (var index = 1; index <= 3; index++)
            snapshots.Add(await log.StoreAsync(new SnapshotMeta(index, 3, Founders, 0), new byte[10], default));

        (await log.ReadAsync(snapshots[0], 0, 10, default)).ShouldBeNull();
        (await log.ReadAsync(snapshots[1], 0, 10, default)).ShouldNotBeNull();
        (await log.ReadAsync(snapshots[2], 0, 10, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_snapshot_that_came_in_pieces_takes_the_place_of_the_log()
    {
        var meta = new SnapshotMeta(9, 5, Founders, 5);
        using (var log = Open())
        {
            await log.OpenAsync(Founders, default);
            await log.WriteAsync(Batch(1, null, 1, 2), default);
            await log.ReceiveAsync(new ReceivedChunk(meta, 0, new byte[] { 9, 9 }), default);
            await log.ReceiveAsync(new ReceivedChunk(meta, 0, new byte[] { 1, 2, 3 }), default);
            await log.ReceiveAsync(new ReceivedChunk(meta, 3, new byte[] { 4, 5 }), default);
            await log.WriteAsync(new PersistBatch(2, null, meta, [Entry(10, 5)], null), default);
        }

        using var again = Open();
        var recovered = await again.OpenAsync(Founders, default);
        recovered.Snapshot.ShouldBe(meta);
        recovered.Before.ShouldBe(meta.Position);
        recovered.Entries.ShouldHaveSingleItem().Index.ShouldBe(10);
        (await again.ReadAsync(meta, 0, 5, default))!.Value.ToArray().ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task A_member_that_is_killed_while_a_snapshot_comes_is_as_before_or_as_after()
    {
        var meta = new SnapshotMeta(9, 5, Founders, 5);
        string[] steps = ["arriving", "whole", "kept", "installed", "passed"];
        using (var log = Open())
        {
            await log.OpenAsync(Founders, default);
            await log.WriteAsync(Batch(1, null, 1, 2), default);
            await log.ReceiveAsync(new ReceivedChunk(meta, 0, new byte[] { 1, 2, 3 }), default);
            Copy(_folder, steps[0]);
            await log.ReceiveAsync(new ReceivedChunk(meta, 3, new byte[] { 4, 5 }), default);
            Copy(_folder, steps[1]);
            Copy(_folder, steps[2]);
            System.IO.File.Move(InStep(steps[2]) + ".arriving", InStep(steps[2]) + ".snapshot-9");
            await log.WriteAsync(new PersistBatch(2, null, meta, [Entry(10, 5)], null), default);
            Copy(_folder, steps[3]);
            await log.StoreAsync(new SnapshotMeta(10, 5, Founders, 0), new byte[] { 7 }, default);
            Copy(_folder, steps[4]);
        }

        foreach (var step in steps)
        {
            using var log = new SqliteConsensusLog(InStep(step), "home/1");
            var recovered = await log.OpenAsync(Founders, default);
            var isInstalled = step is "installed" or "passed";
            recovered.Entries.Select(entry => entry.Index).ShouldBe(isInstalled ? [10] : [1, 2], step);
            recovered.Snapshot.Index.ShouldBe(step == "passed" ? 10 : isInstalled ? 9 : 0, step);
            var content = await log.ReadAsync(meta, 0, 5, default);
            (content is not null).ShouldBe(step == "installed", step);
            content?.ToArray().ShouldBe([1, 2, 3, 4, 5]);
            Beside(step).Length.ShouldBe(step == "installed" ? 1 : 0, step);
            await log.ReceiveAsync(new ReceivedChunk(meta with { Index = 20 }, 0, new byte[] { 1, 2, 3, 4, 5 }), default);
            await log.WriteAsync(new PersistBatch(1, null, meta with { Index = 20 }, [], null), default);
            (await log.ReadAsync(meta with { Index = 20 }, 1, 2, default))!.Value.ToArray().ShouldBe([2, 3]);
            var kept = step == "installed" ? new[] { ".snapshot-20", ".snapshot-9" } : [".snapshot-20"];
            Beside(step).Select(Path.GetExtension).ShouldBe(kept, ignoreOrder: true);
        }

        string[] Beside(string step) => SnapshotFiles.Beside(InStep(step));

        string InStep(string step) => Path.Combine(_folder.File(step), SqliteConsensusLog.FileName);
    }

    [Fact]
    public async Task A_snapshot_that_is_still_read_stays_when_the_next_is_installed()
    {
        using var log = Open();
        await log.OpenAsync(Founders, default);
        for (var index = 1; index <= 3; index++)
        {
            var meta = new SnapshotMeta(index, 5, Founders, 2);
            await log.ReceiveAsync(new ReceivedChunk(meta, 0, new byte[] { 1, (byte)index }), default);
            await log.WriteAsync(new PersistBatch(index, null, meta, [], null), default);
            for (var before = 1; before <= index; before++)
            {
                var content = await log.ReadAsync(meta with { Index = before }, 1, 1, default);
                (content?.Span[0]).ShouldBe(before >= index - 1 ? (byte?)before : null);
            }
        }
    }

    [Fact]
    public async Task A_piece_that_does_not_follow_is_refused()
    {
        using var log = Open();
        await log.OpenAsync(Founders, default);
        var meta = new SnapshotMeta(9, 5, Founders, 5);
        await log.ReceiveAsync(new ReceivedChunk(meta, 0, new byte[] { 1, 2, 3 }), default);
        (await Should.ThrowAsync<ConsensusLogException>(() => log.ReceiveAsync(new ReceivedChunk(meta, 4, new byte[] { 5 }), default)))
            .Message.ShouldContain("a snapshot's piece 4 does not follow 3");
    }

    [Fact]
    public async Task What_came_of_snapshots_is_set_aside_with_the_log()
    {
        await using var disk = new SqliteConsensusDisk(Path.GetDirectoryName(File)!);
        var log = await disk.OpenAsync(new LocalMember("G", "L"), default);
        await log.OpenAsync(Founders, default);
        var meta = new SnapshotMeta(9, 5, Founders, 2);
        await log.ReceiveAsync(new ReceivedChunk(meta, 0, new byte[] { 1, 2 }), default);
        await log.WriteAsync(new PersistBatch(1, null, meta, [], null), default);
        await disk.SetAsideAsync(null, default);

        Directory.GetFiles(Path.GetDirectoryName(File)!).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["consensus.db.aside", "consensus.db.aside.snapshot-9"]);
        (await disk.FindAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_snapshot_that_has_not_come_whole_is_not_installed()
    {
        using var log = Open();
        await log.OpenAsync(Founders, default);
        var meta = new SnapshotMeta(9, 5, Founders, 5);
        await log.ReceiveAsync(new ReceivedChunk(meta, 0, new byte[] { 1, 2, 3 }), default);
        (await Should.ThrowAsync<ConsensusLogException>(() => log.WriteAsync(new PersistBatch(1, null, meta, [], null), default)))
            .Message.ShouldContain("of snapshot 9 3 bytes have come, not 5");
    }

    [Theory]
    [InlineData("UPDATE consensus_log SET entry = zeroblob(30) WHERE number = 3", "entry 3")]
    [InlineData("DELETE FROM consensus_log WHERE number = 2", "entry 2")]
    [InlineData("UPDATE consensus_log SET checksum = checksum + 1 WHERE number = 1", "entry 1")]
    public async Task Damage_is_told_and_nothing_is_given_out(string damage, string where)
    {
        using (var log = Open())
        {
            await log.OpenAsync(Founders, default);
            await log.WriteAsync(Batch(1, null, 1, 2, 3), default);
        }
        using (var connection = new SqliteConnection(File, TimeSpan.FromSeconds(5))) connection.Execute(damage);

        var told = await Should.ThrowAsync<ConsensusLogException>(Recover);
        told.Message.ShouldContain(where);
        told.Message.ShouldContain(File);
    }

    [Fact]
    public async Task A_file_of_another_group_is_refused()
    {
        using (var log = Open()) await log.OpenAsync(Founders, default);
        using var other = new SqliteConsensusLog(File, "other/1");
        (await Should.ThrowAsync<ConsensusLogException>(() => other.OpenAsync(Founders, default)))
            .Message.ShouldContain("it belongs to the group 'home/1', not to 'other/1'");
    }

    [Fact]
    public async Task What_is_no_database_is_refused()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000));
        (await Should.ThrowAsync<ConsensusLogException>(Recover)).Message.ShouldContain(File);
    }

    [Fact]
    public async Task After_a_full_disk_nothing_is_written_and_what_was_durable_stays()
    {
        var durable = 0;
        using (var log = new SqliteConsensusLog(File, "home/1", new SqliteJournalOptions { MaxPages = 100 }))
        {
            await log.OpenAsync(Founders, default);
            await Should.ThrowAsync<ConsensusLogException>(async () =>
            {
                for (; durable < 1000; durable++)
                    await log.WriteAsync(Batch(durable + 1, null) with { Entries = [Entry(durable + 1, 3, 4000)] }, default);
            });
            await Should.ThrowAsync<ConsensusLogException>(() => log.WriteAsync(Batch(2000, new HardState(9, null)), default));
        }

        var recovered = await Recover();
        recovered.Entries.Length.ShouldBe(durable);
        recovered.State.Term.ShouldBe(0);
    }

    [Fact]
    public async Task A_member_goes_on_after_a_restart_with_all_that_it_committed()
    {
        for (var life = 1; life <= 3; life++)
        {
            using var log = Open();
            var self = new MemberId("a");
            var recovered = await log.OpenAsync(GroupConfig.Of(self), default);
            recovered.Entries.Count(entry => entry.Kind == EntryKind.Command).ShouldBe(20 * (life - 1));
            var node = new RaftNode(self, RaftSettings.Default, recovered, _ => 0);
            node.Tick();
            await Rest(log, node);
            for (var i = 0; i < 20; i++) node.Propose(new byte[] { 1 }).Accepted.ShouldBeTrue();
            await Rest(log, node);
            node.Status.Commit.ShouldBe(21 * life);
        }
    }

    private static void Copy(TemporaryFolder folder, string name)
    {
        var source = Path.GetDirectoryName(folder.File(name))!;
        var target = Directory.CreateDirectory(folder.File(name)).FullName;
        foreach (var file in Directory.GetFiles(source)) System.IO.File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    private static async Task Rest(SqliteConsensusLog log, RaftNode node)
    {
        for (var effects = node.Drain(); !effects.IsEmpty; effects = node.Drain())
        {
            if (effects.Persist is not { } batch) continue;
            await log.WriteAsync(batch, default);
            node.Persisted(batch.Ticket);
        }
    }

    private static PersistBatch Batch(long ticket, HardState? state, params long[] entries) =>
        new(ticket, state, null, [.. entries.Select(index => Entry(index, 3))], null);

    private static LogEntry Entry(long index, long term, int bytes = 3) =>
        new(index, term, EntryKind.Command, bytes == 3 ? new byte[] { 1, 2, 3 } : new byte[bytes]);

    private SqliteConsensusLog Open() => new(File, "home/1");

    private async Task<RaftRecovery> Recover()
    {
        using var log = Open();
        return await log.OpenAsync(Founders, default);
    }
}
