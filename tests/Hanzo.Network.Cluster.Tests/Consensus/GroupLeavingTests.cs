using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.Journal;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>A node leaves a closed group and is killed before and after each step: what it goes on with is all that it had.</summary>
public sealed class GroupLeavingTests : IDisposable
{
    private static readonly IIds Ids = new SystemIds(TimeProvider.System);
    private static readonly LocalMember Member = new("G2", "L2");
    private static readonly ClosedGroup Closed = new("G2", "G1", IsComplete: true);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hanzo-leaving");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Killed_at_each_step_it_has_all_of_the_closed_group_aside_when_it_has_gone_on()
    {
        var steps = await RunAsync(killAt: int.MaxValue);
        steps.ShouldBe(["keep", "kept", "part 1", "part 1 done", "part 2", "part 2 done", "log", "log done"]);
        for (var at = 0; at < steps.Count; at++) (await RunAsync(at)).Count.ShouldBe(at + 1);
    }

    /// <summary>Files that were written or moved before others, as a kill in the middle of a step leaves them.</summary>
    [Theory]
    [InlineData("keys")]
    [InlineData("journal")]
    [InlineData("log")]
    public async Task Killed_in_the_middle_of_a_step_it_has_all_of_it_as_well(string moved)
    {
        var node = Folder();
        await WriteAsync(node);
        var aside = Directory.CreateDirectory(new ClosedFolders(node).FolderOf("G2")).FullName;
        var isKept = moved != "keys";
        if (isKept) await new ClosedFolders(node).KeepAsync(Closed, await KeysAsync(), default);
        else await File.WriteAllBytesAsync(Path.Combine(aside, ClosedFolders.KeysName), "half"u8.ToArray());
        if (moved is "journal" or "log") Move(ReplicatedJournal.FileName);
        if (moved == "log") Move(SqliteConsensusLog.FileName);
        await ResumeAsync(node, isKept, isMember: moved != "log");

        void Move(string name) => File.Move(Path.Combine(node, name), Path.Combine(aside, name));
    }

    private string Folder() => _root.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    private async Task<List<string>> RunAsync(int killAt)
    {
        var node = Folder();
        await WriteAsync(node);
        var steps = new List<string>();
        using (var journal = new ReplicatedJournal(Path.Combine(node, ReplicatedJournal.FileName), Ids))
        await using (var disk = new SqliteConsensusDisk(node))
        {
            var store = new KeyValuePart();
            await PutAsync(store);
            var seat = new ConsensusSeat(
                new Disk(disk, Step), store, [new Part(store, Step), new Part(journal, Step)], TimeSpan.Zero, TimeProvider.System);
            var leaving = GroupLeaving.LeaveAsync(seat, Closed, default);
            if (killAt < int.MaxValue) await Should.ThrowAsync<KilledException>(() => leaving);
            else (await leaving).ShouldBe([Closed]);
        }
        // Before it was kept the node is a member still, and leaves once more.
        await ResumeAsync(node, isKept: steps.Contains("kept"), isMember: !steps.Contains("log done"));
        return steps;

        void Step(string name)
        {
            steps.Add(name);
            if (steps.Count > killAt) throw new KilledException();
        }
    }

    private static async Task ResumeAsync(string node, bool isKept, bool isMember)
    {
        using var journal = new ReplicatedJournal(Path.Combine(node, ReplicatedJournal.FileName), Ids);
        await using var disk = new SqliteConsensusDisk(node);
        var store = new KeyValuePart();
        if (!isKept) await PutAsync(store);
        var seat = new ConsensusSeat(disk, store, [journal], TimeSpan.Zero, TimeProvider.System);
        (await disk.FindAsync(default)).ShouldBe(isMember ? Member : null);
        var (member, left) = await GroupLeaving.FindAsync(seat, default);
        if (!isKept)
        {
            (member, left.Length).ShouldBe((Member, 0));
            await GroupLeaving.LeaveAsync(seat, Closed, default);
            (member, left) = await GroupLeaving.FindAsync(seat, default);
        }
        (member, left.Single()).ShouldBe((null, Closed));
        journal.Applied.ShouldBe(0);

        var aside = disk.Closed.FolderOf("G2")!;
        KeyValueCodec.ReadSnapshot((await disk.Closed.ReadKeysAsync("G2", default))!.Value.Span).Entries["k"].Value.ShouldBe("v");
        using var kept = new ReplicatedJournal(Path.Combine(aside, ReplicatedJournal.FileName), Ids);
        kept.Applied.ShouldBe(5);
        using var log = new SqliteConsensusLog(Path.Combine(aside, SqliteConsensusLog.FileName), "G2 L2");
        (await log.OpenAsync(GroupConfig.Empty, default)).Entries.ShouldHaveSingleItem().Term.ShouldBe(3);
    }

    private static async Task WriteAsync(string node)
    {
        await using var disk = new SqliteConsensusDisk(node);
        var log = await disk.OpenAsync(Member, default);
        await log.OpenAsync(GroupConfig.Of(Member.IdAt("one")), default);
        var entry = new LogEntry(1, 3, EntryKind.Command, new byte[] { 1 });
        await log.WriteAsync(new PersistBatch(1, new HardState(3, null), null, [entry], null), default);
        using var journal = new ReplicatedJournal(Path.Combine(node, ReplicatedJournal.FileName), Ids);
        await journal.EnterAsync("G2", default);
        var append = new JournalCommand.Append("s", 0, "w", DateTimeOffset.UnixEpoch, [new NewEvent("m", new byte[1])], Again: false);
        await journal.ApplyAsync([new PartCommand(5, JournalFrame.Split(JournalCodec.Write(append), "u")[0].Write())], default);
    }

    private static async Task<ReadOnlyMemory<byte>> KeysAsync()
    {
        var store = new KeyValuePart();
        await PutAsync(store);
        return KeyValueCodec.WriteSnapshot(store.State);
    }

    private static async Task PutAsync(KeyValuePart store)
    {
        var put = new KeyValueCommand.Transact([], [new Operation.Put("k", "v")], []);
        await store.ApplyAsync([new PartCommand(4, KeyValueCodec.Write(new KeyValueRequest(put)))], default);
    }

    private sealed class KilledException : Exception;

    /// <summary>Told before and after each step; what it throws is the kill.</summary>
    private sealed class Disk(IConsensusDisk disk, Action<string> step) : IConsensusDisk, IClosedGroups
    {
        public bool IsMemory => false;

        public IClosedGroups Closed => this;

        public Task<LocalMember?> FindAsync(CancellationToken cancellation) => disk.FindAsync(cancellation);

        public Task<IConsensusLog> OpenAsync(LocalMember member, CancellationToken cancellation) => disk.OpenAsync(member, cancellation);

        public Task CloseAsync() => disk.CloseAsync();

        public async Task SetAsideAsync(string? folder, CancellationToken cancellation)
        {
            step("log");
            await disk.SetAsideAsync(folder, cancellation);
            step("log done");
        }

        public string? FolderOf(string group) => disk.Closed.FolderOf(group);

        public Task<System.Collections.Immutable.ImmutableArray<ClosedGroup>> ListAsync(CancellationToken cancellation) =>
            disk.Closed.ListAsync(cancellation);

        public async Task KeepAsync(ClosedGroup closed, ReadOnlyMemory<byte> keys, CancellationToken cancellation)
        {
            step("keep");
            await disk.Closed.KeepAsync(closed, keys, cancellation);
            step("kept");
        }

        public Task<ReadOnlyMemory<byte>?> ReadKeysAsync(string group, CancellationToken cancellation) =>
            disk.Closed.ReadKeysAsync(group, cancellation);

        public Task SettleAsync(ClosedGroup closed, string report, CancellationToken cancellation) =>
            disk.Closed.SettleAsync(closed, report, cancellation);

        public Task RemoveAsync(string group, CancellationToken cancellation) => disk.Closed.RemoveAsync(group, cancellation);
    }

    private sealed class Part(IGroupPart part, Action<string> step) : IGroupPart
    {
        public byte Kind => part.Kind;

        public long Applied => part.Applied;

        public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ApplyAsync(
            IReadOnlyList<PartCommand> commands, CancellationToken cancellation) => part.ApplyAsync(commands, cancellation);

        public ValueTask<IPartSnapshot> SnapshotAsync(CancellationToken cancellation) => part.SnapshotAsync(cancellation);

        public ValueTask<long?> FlushAsync(CancellationToken cancellation) => part.FlushAsync(cancellation);

        public ValueTask RestoreAsync(long applied, Stream content, CancellationToken cancellation) =>
            part.RestoreAsync(applied, content, cancellation);

        public async ValueTask SetAsideAsync(string group, string? folder, CancellationToken cancellation)
        {
            step($"part {Kind}");
            await part.SetAsideAsync(group, folder, cancellation);
            step($"part {Kind} done");
        }
    }
}
