using System.Text;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

public sealed class ReplicatedJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private long _index;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_applied_is_there_with_its_index_after_a_restart()
    {
        using (var journal = Open("one"))
        {
            (await Apply(journal, Append("a", 0, "one"), Append("a", 0, "late"), Append("a", 5, "gap"))).ShouldBe([
                new JournalResult(JournalVerdict.Done), new JournalResult(JournalVerdict.Conflict, 1),
                new JournalResult(JournalVerdict.Gap, 1)]);
            (await journal.FlushAsync(default)).ShouldBe(3);
        }

        using var again = Open("one");
        again.Applied.ShouldBe(3);
        (await Read(again, "a")).ShouldBe(["one"]);
        await Should.ThrowAsync<ArgumentException>(async () => await again.ApplyAsync([new PartCommand(3, default)], default));
        again.Applied.ShouldBe(3);
    }

    [Fact]
    public async Task A_snapshot_stays_as_it_was_and_makes_another_member_the_same()
    {
        using var journal = Open("one");
        await Apply(journal, [.. Enumerable.Range(0, 500).Select(i => Append("a", i, $"{i} {new string('x', 1000)}"))]);
        await Apply(journal, new JournalCommand.SaveSnapshot("a", new StoredSnapshot(9, "s.1", new byte[9], DateTimeOffset.UnixEpoch)));
        var half = JournalFrame.Split(JournalCodec.Write(Append("b", 0, new string('b', 300_000))), "U");
        await journal.ApplyAsync([new PartCommand(++_index, half[0].Write())], default);
        var at = _index;
        byte[] content;
        await using (var snapshot = await journal.SnapshotAsync(default))
        {
            await Apply(journal, Append("a", 500, "later"), new JournalCommand.Delete("a", 100));
            content = await Content(snapshot);
        }

        using var other = Open("other");
        await other.ApplyAsync([new PartCommand(1, Frame(Append("gone", 0, "x")))], default);
        await other.RestoreAsync(at, new MemoryStream(content), default);

        other.Applied.ShouldBe(at);
        (await Read(other, "a")).Count.ShouldBe(500);
        (await Read(other, "gone")).ShouldBeEmpty();
        (await other.Readers.FindSnapshotAsync("a", SnapshotRange.All, default))!.Sequence.ShouldBe(9);
        (await Results(other, new PartCommand(at + 1, half[1].Write()))).ShouldBe([new JournalResult(JournalVerdict.Done)]);
        (await Read(other, "b")).ShouldBe([new string('b', 300_000)]);
        Directory.GetFiles(_folder.File("one")).Concat(Directory.GetFiles(_folder.File("other")))
            .Select(Path.GetFileName).Distinct().Order(StringComparer.Ordinal).ShouldBe(["replica.db", "replica.db-shm", "replica.db-wal"]);
    }

    [Fact]
    public async Task What_cannot_be_restored_leaves_all_as_it_was()
    {
        using var journal = Open("one");
        await Apply(journal, [.. Enumerable.Range(0, 200).Select(i => Append("a", i, new string('x', 1000)))]);
        byte[] content;
        await using (var snapshot = await journal.SnapshotAsync(default)) content = await Content(snapshot);
        using var other = Open("other");
        await other.ApplyAsync([new PartCommand(1, Frame(Append("a", 0, "kept")))], default);

        foreach (var damaged in new[] { content[..(content.Length / 2)], [], Encoding.ASCII.GetBytes("no database"), Torn(content) })
        {
            await Should.ThrowAsync<ConsensusLogException>(
                async () => await other.RestoreAsync(_index, new MemoryStream(damaged), default));
            (await Read(other, "a")).ShouldBe(["kept"]);
            other.Applied.ShouldBe(1);
        }

        await other.RestoreAsync(_index, new MemoryStream(content), default);
        (await Read(other, "a")).Count.ShouldBe(200);
    }

    [Fact]
    public async Task A_member_that_is_killed_while_it_takes_over_a_copy_is_as_before()
    {
        using var journal = Open("one");
        await Apply(journal, [.. Enumerable.Range(0, 200).Select(i => Append("a", i, new string('x', 1000)))]);
        byte[] content;
        await using (var snapshot = await journal.SnapshotAsync(default)) content = await Content(snapshot);
        using (var other = Open("other"))
        {
            await other.EnterAsync("G", default);
            await other.ApplyAsync([new PartCommand(1, Frame(Append("a", 0, "kept")))], default);
            await other.RestoreAsync(_index, new EndStream(content, () => Copy("other", "killed")), default);
            (await Read(other, "a")).Count.ShouldBe(200);
            await other.EnterAsync("G", default);
            Copy("other", "killed after");
        }

        Directory.GetFiles(_folder.File("killed"), "*.arriving").ShouldHaveSingleItem();
        using (var killed = Open("killed"))
        {
            killed.Applied.ShouldBe(1);
            (await Read(killed, "a")).ShouldBe(["kept"]);
            Directory.GetFiles(_folder.File("killed"), "*.arriving").ShouldBeEmpty();
            await killed.RestoreAsync(_index, new MemoryStream(content), default);
            (await Read(killed, "a")).Count.ShouldBe(200);
        }

        using var after = Open("killed after");
        after.Applied.ShouldBe(_index);
        (await Read(after, "a")).Count.ShouldBe(200);
        (await Should.ThrowAsync<ConsensusLogException>(async () => await after.EnterAsync("H", default))).Message.ShouldContain("group G");
    }

    [Fact]
    public async Task Readings_go_on_while_a_copy_takes_the_place_and_find_the_old_or_the_new()
    {
        using var journal = Open("one");
        await Apply(journal, [.. Enumerable.Range(0, 200).Select(i => Append("a", i, new string('x', 1000)))]);
        byte[] content;
        await using (var snapshot = await journal.SnapshotAsync(default)) content = await Content(snapshot);
        using var other = Open("other");
        await other.ApplyAsync([new PartCommand(1, Frame(Append("a", 0, "kept")))], default);
        using var ended = new CancellationTokenSource();
        var readings = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            var found = new HashSet<long>();
            while (!ended.IsCancellationRequested) found.Add(await other.Readers.HighestAsync("a", default));
            return found;
        })).ToArray();
        for (var time = 0; time < 5; time++) await other.RestoreAsync(_index, new MemoryStream(content), default);
        await ended.CancelAsync();

        foreach (var found in await Task.WhenAll(readings)) found.ShouldBeSubsetOf([1, 200]);
    }

    [Fact]
    public async Task A_copy_does_not_take_the_place_of_a_file_that_is_open_elsewhere()
    {
        using var journal = Open("one");
        await Apply(journal, Append("a", 0, "one"));
        byte[] content;
        await using (var snapshot = await journal.SnapshotAsync(default)) content = await Content(snapshot);
        using var other = Open("other");
        await other.ApplyAsync([new PartCommand(1, Frame(Append("a", 0, "kept")))], default);
        using (var stranger = new SqliteConnection(other.Path, TimeSpan.FromSeconds(1)))
        {
            stranger.Query("SELECT count(*) FROM journal").ShouldBe("1");
            (await Should.ThrowAsync<ConsensusLogException>(async () => await other.RestoreAsync(7, new MemoryStream(content), default)))
                .Message.ShouldContain("is open elsewhere");
            (await Read(other, "a")).ShouldBe(["kept"]);
            await other.ApplyAsync([new PartCommand(2, Frame(Append("a", 1, "more")))], default);
        }

        await other.RestoreAsync(7, new MemoryStream(content), default);
        (await Read(other, "a")).ShouldBe(["one"]);
        other.Applied.ShouldBe(7);
    }

    [Fact]
    public async Task Members_that_are_given_the_same_entries_in_other_portions_hold_the_same()
    {
        var random = new Random(7);
        var commands = Enumerable.Range(1, 300).Select(i => new PartCommand(i, Frame(Draw(random)))).ToArray();
        using var one = Open("one");
        using var other = Open("other");
        var results = await Results(one, commands);
        var others = new List<JournalResult>();
        for (var from = 0; from < commands.Length; from += 7)
            others.AddRange(await Results(other, commands[from..Math.Min(from + 7, 300)]));

        others.ShouldBe(results);
        results.Select(result => result.Verdict).Distinct().Count().ShouldBe(3);
        foreach (var id in new[] { "a", "b" })
        {
            (await Read(other, id)).ShouldBe(await Read(one, id));
            (await other.Readers.HighestAsync(id, default)).ShouldBe(await one.Readers.HighestAsync(id, default));
            (await other.Readers.SizeAsync(id, default)).ShouldBe(await one.Readers.SizeAsync(id, default));
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_command_change_nothing_and_stop_nobody()
    {
        using var journal = Open("one");
        var lastAlone = JournalFrame.Split(new byte[JournalFrame.MaxDataBytes + 1], "U")[1].Write();

        (await Results(
            journal, new PartCommand(1, default), new PartCommand(2, new byte[] { 9, 9 }), new PartCommand(3, lastAlone),
            new PartCommand(4, new JournalFrame("", 0, 1, new byte[50]).Write()))).Select(result => result.Verdict).ShouldBe([
                JournalVerdict.Unreadable, JournalVerdict.Unreadable, JournalVerdict.Incomplete, JournalVerdict.Unreadable]);
        journal.Applied.ShouldBe(4);
    }

    [Theory]
    [InlineData(0, 2, "a journal's frame of version 2")]
    [InlineData(10, 2, "a journal's command of version 2")]
    [InlineData(11, 200, "a journal's command of the kind 200")]
    public async Task What_only_a_later_version_knows_stops_it_and_it_goes_on_with_that_version(int at, byte value, string named)
    {
        var known = Frame(new JournalCommand.Append("a", 1, "w", DateTimeOffset.UnixEpoch, [new NewEvent("m", "two"u8.ToArray())], false));
        var later = known.ToArray();
        later[at] = value;
        using (var journal = Open("one"))
        {
            await Results(journal, new PartCommand(1, Frame(Append("a", 0, "one"))));
            var stopped = await Should.ThrowAsync<NewerCommandException>(
                () => Results(journal, new PartCommand(2, later), new PartCommand(3, Frame(Append("a", 1, "other")))));
            stopped.Message.ShouldStartWith($"entry 2 of the group's log is {named}, which this version of the program does not know");
            stopped.Message.ShouldContain("upgrade the program and start the node again");
            (journal.Applied, string.Join(',', await Read(journal, "a"))).ShouldBe((1, "one"), "nothing after it was applied");
            (journal.Knows(known), journal.Knows(later)).ShouldBe((true, false), "a leader does not take it");
        }

        // As the later version reads it.
        using var upgraded = Open("one");
        (await Results(upgraded, new PartCommand(2, known))).ShouldHaveSingleItem().Verdict.ShouldBe(JournalVerdict.Done);
        (await Read(upgraded, "a")).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task It_takes_no_entries_of_another_group_once_it_has_some()
    {
        using (var journal = Open("one"))
        {
            await journal.EnterAsync("A", default);
            await journal.EnterAsync("B", default);
            await Apply(journal, Append("a", 0, "one"));
            await journal.EnterAsync("B", default);
        }

        using var again = Open("one");
        (await Should.ThrowAsync<ConsensusLogException>(async () => await again.EnterAsync("A", default))).Message
            .ShouldContain("the group B, not of A");
        await again.EnterAsync("B", default);
    }

    [Fact]
    public async Task A_full_disk_stops_the_member_and_what_was_applied_stays()
    {
        using var journal = Open("one", new SqliteJournalOptions { MaxPages = 60 });
        await Apply(journal, Append("a", 0, "one"));

        var large = new string('x', 200_000);
        await Should.ThrowAsync<ConsensusLogException>(async () => await Apply(journal, Append("a", 1, large), Append("b", 0, large)));
        journal.Applied.ShouldBe(1);
        (await Read(journal, "a")).ShouldBe(["one"]);
    }

    private void Copy(string member, string name)
    {
        Directory.CreateDirectory(_folder.File(name));
        foreach (var file in Directory.GetFiles(_folder.File(member)))
            File.Copy(file, Path.Combine(_folder.File(name), Path.GetFileName(file)));
    }

    private static JournalCommand Draw(Random random)
    {
        var id = random.Next(2) == 0 ? "a" : "b";
        return random.Next(20) switch
        {
            0 => new JournalCommand.Delete(id, random.Next(20)),
            1 => new JournalCommand.SaveSnapshot(id, new StoredSnapshot(random.Next(20), "s.1", new byte[5], DateTimeOffset.UnixEpoch)),
            2 => new JournalCommand.DeleteSnapshots(id, SnapshotRange.UpTo(random.Next(20))),
            _ => new JournalCommand.Append(
                id, random.Next(20), "w", DateTimeOffset.UnixEpoch, [new NewEvent("m.1", new byte[random.Next(3)])], random.Next(2) == 0),
        };
    }

    // A page in the middle that says something else.
    private static byte[] Torn(byte[] content)
    {
        var torn = content.ToArray();
        for (var page = 2; page < torn.Length / 4096; page++) torn.AsSpan(page * 4096, 100).Fill(0xAB);
        return torn;
    }

    private static JournalCommand.Append Append(string id, long expected, string text) =>
        new(id, expected, "w", DateTimeOffset.UnixEpoch, [new NewEvent("m.1", Encoding.UTF8.GetBytes(text))], Again: false);

    private static byte[] Frame(JournalCommand command) => JournalFrame.Split(JournalCodec.Write(command), "U").Single().Write();

    private static async Task<byte[]> Content(IPartSnapshot snapshot)
    {
        var content = new byte[snapshot.Bytes];
        for (var offset = 0; offset < content.Length; offset += 1000)
        {
            var length = Math.Min(1000, content.Length - offset);
            (await snapshot.ReadAsync(offset, content.AsMemory(offset, length), default)).ShouldBe(length);
        }

        (await snapshot.ReadAsync(content.Length, new byte[1], default)).ShouldBe(0);
        return content;
    }

    private static async Task<List<string>> Read(ReplicatedJournal journal, string id)
    {
        var texts = new List<string>();
        await foreach (var stored in EventPage.ReadAllAsync(journal.Readers.ReadAsync, id, 1, default))
            texts.Add(Encoding.UTF8.GetString(stored.Payload.Span));
        return texts;
    }

    private static async Task<List<JournalResult>> Results(ReplicatedJournal journal, params PartCommand[] commands) =>
        [.. (await journal.ApplyAsync(commands, default)).Select(result => JournalCodec.ReadResult(result.Span))];

    private Task<List<JournalResult>> Apply(ReplicatedJournal journal, params JournalCommand[] commands) =>
        Results(journal, [.. commands.Select(command => new PartCommand(++_index, Frame(command)))]);

    /// <summary>Tells when all of it was read.</summary>
    private sealed class EndStream(byte[] content, Action ends) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0) ends();
            return read;
        }
    }

    private ReplicatedJournal Open(string member, SqliteJournalOptions? options = null) =>
        new(_folder.File(Path.Combine(member, ReplicatedJournal.FileName)), new SystemIds(TimeProvider.System), options);
}
