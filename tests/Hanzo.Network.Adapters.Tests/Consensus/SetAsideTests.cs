using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Consensus;

/// <summary>What becomes of a member's files when its node leaves the group.</summary>
public sealed class SetAsideTests : IDisposable
{
    private static readonly IIds Ids = new SystemIds(TimeProvider.System);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_that_is_set_aside_is_there_as_it_was_and_the_node_is_no_member(bool isClosed)
    {
        await using var disk = new SqliteConsensusDisk(_folder.Path);
        var member = new LocalMember("G1", "L1");
        var log = await disk.OpenAsync(member, default);
        await log.OpenAsync(GroupConfig.Of(member.IdAt("one")), default);
        var entry = new LogEntry(1, 3, EntryKind.Command, new byte[] { 1 });
        await log.WriteAsync(new PersistBatch(1, new HardState(3, null), null, [entry], null), default);
        var folder = isClosed ? disk.Closed.FolderOf("G1") : null;
        if (isClosed) await disk.Closed.KeepAsync(new ClosedGroup("G1", "G0", IsComplete: true), new byte[] { 7 }, default);

        await disk.SetAsideAsync(folder, default);
        await disk.SetAsideAsync(folder, default);

        (await disk.FindAsync(default)).ShouldBeNull();
        var aside = isClosed ? Path.Combine(folder!, SqliteConsensusLog.FileName) : _folder.File(SqliteConsensusLog.FileName) + ".aside";
        using (var kept = new SqliteConsensusLog(aside, "G1 L1"))
            (await kept.OpenAsync(GroupConfig.Empty, default)).Entries.ShouldHaveSingleItem().Term.ShouldBe(3);
        await disk.OpenAsync(new LocalMember("G0", "L2"), default);
        await disk.CloseAsync();
    }

    [Fact]
    public async Task A_closed_group_counts_when_it_is_kept_as_a_whole_and_is_gone_when_it_is_removed()
    {
        var folders = new ClosedFolders(_folder.Path);
        (await folders.ListAsync(default)).ShouldBeEmpty();
        Directory.CreateDirectory(folders.FolderOf("G3"));
        (await folders.ListAsync(default)).ShouldBeEmpty("it was not kept to the end");

        var (two, three) = (new ClosedGroup("G2", "G1", IsComplete: true), new ClosedGroup("G3", null, IsComplete: false));
        await folders.KeepAsync(three, default, default);
        await folders.KeepAsync(two, new byte[] { 1, 2 }, default);
        (await folders.ListAsync(default)).ShouldBe([two, three]);
        (await folders.ReadKeysAsync("G2", default))!.Value.ToArray().ShouldBe([1, 2]);
        (await folders.ReadKeysAsync("G4", default)).ShouldBeNull();

        await folders.SettleAsync(two, "key 'a'", default);
        (await folders.ListAsync(default))[0].ShouldBe(two with { IsSettled = true });
        File.ReadAllText(Path.Combine(folders.FolderOf("G2"), ClosedFolders.ReportName)).ShouldBe("key 'a'");

        await folders.RemoveAsync("G2", default);
        await folders.RemoveAsync("G2", default);
        Directory.CreateDirectory(folders.FolderOf("G3") + ".gone");
        (await folders.ListAsync(default)).ShouldBe([three], "and a removal that was interrupted comes to its end");
        await folders.RemoveAsync("G3", default);
        Directory.Exists(Path.Combine(_folder.Path, ClosedFolders.Name)).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => folders.FolderOf("../x")).Message.ShouldContain("../x");
    }

    [Fact]
    public async Task A_journal_goes_aside_as_a_whole_and_begins_anew_for_another_group()
    {
        using var journal = new ReplicatedJournal(_folder.File(ReplicatedJournal.FileName), Ids);
        var aside = Directory.CreateDirectory(_folder.File("aside")).FullName;
        await journal.SetAsideAsync("G2", aside, default);
        await journal.EnterAsync("G2", default);
        await journal.ApplyAsync([Append(5, "s", 0)], default);
        await Should.ThrowAsync<ConsensusLogException>(() => journal.SetAsideAsync("G2", null, default).AsTask());
        (await journal.Readers.HighestAsync("s", default)).ShouldBe(1);

        var reads = Enumerable.Range(0, 20).Select(_ => journal.Readers.HighestAsync("s", default)).ToArray();
        await journal.SetAsideAsync("G2", aside, default);
        foreach (var read in reads) (await read).ShouldBeInRange(0, 1);

        journal.Applied.ShouldBe(0);
        (await journal.Readers.HighestAsync("s", default)).ShouldBe(0);
        await journal.EnterAsync("G1", default);
        await journal.ApplyAsync([Append(3, "t", 0)], default);
        await journal.SetAsideAsync("G2", aside, default);
        (await journal.Readers.HighestAsync("t", default)).ShouldBe(1, "that is of another group, and stays");
        using var kept = new ReplicatedJournal(Path.Combine(aside, ReplicatedJournal.FileName), Ids);
        (kept.Applied, await kept.Readers.HighestAsync("s", default)).ShouldBe((5, 1));
    }

    /// <summary>What a process that was killed had not brought into the database goes with it, wherever the move was interrupted.</summary>
    [Theory]
    [InlineData("", "", "-wal", "-shm")]
    [InlineData("-wal", "", "-shm")]
    [InlineData("-wal -shm", "")]
    public void A_database_is_moved_with_what_is_beside_it_also_when_that_was_interrupted(string before, params string[] left)
    {
        var (from, to) = (_folder.File("a.db"), _folder.File("b.db"));
        foreach (var suffix in left) File.WriteAllText(from + suffix, "new");
        foreach (var suffix in before.Split(' ', StringSplitOptions.RemoveEmptyEntries)) File.WriteAllText(to + suffix, "new");
        if (before.Length == 0)
            foreach (var suffix in left) File.WriteAllText(to + suffix, "old");

        DatabaseFiles.Move(from, to);
        DatabaseFiles.Move(from, to);

        foreach (var suffix in new[] { "", "-wal", "-shm" })
            (File.Exists(from + suffix), File.ReadAllText(to + suffix)).ShouldBe((false, "new"), suffix);
    }

    private static PartCommand Append(long index, string id, long expected)
    {
        var added = new NewEvent("m.1", new byte[] { 1 });
        var append = new JournalCommand.Append(id, expected, "w", DateTimeOffset.UnixEpoch, [added], Again: false);
        return new PartCommand(index, JournalFrame.Split(JournalCodec.Write(append), "u")[0].Write());
    }
}
