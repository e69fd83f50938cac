using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Tests.Consensus.Groups;

public sealed class MemoryConsensusLogTests
{
    private static readonly GroupConfig Founders = GroupConfig.Of(new MemberId("one/a"));
    private readonly MemoryConsensusLog _log = new();

    [Fact]
    public async Task What_was_written_is_there_when_it_is_opened_again()
    {
        await _log.OpenAsync(Founders, default);
        await WriteAsync(1, new HardState(2, new MemberId("one/a")), Entry(1, 1), Entry(2, 1), Entry(3, 1));
        await WriteAsync(2, null, Entry(2, 2), Entry(3, 2));
        await _log.WriteAsync(new PersistBatch(3, null, null, [], new LogPosition(2, 2)), default);

        var found = await _log.OpenAsync(GroupConfig.Empty, default);

        found.State.ShouldBe(new HardState(2, new MemberId("one/a")));
        found.Snapshot.Config.ShouldBe(Founders);
        found.Before.ShouldBe(new LogPosition(2, 2));
        found.Entries.Select(entry => (entry.Index, entry.Term)).ShouldBe([(3, 2)]);
    }

    [Fact]
    public async Task A_snapshot_that_has_come_takes_the_place_of_the_log()
    {
        await _log.OpenAsync(Founders, default);
        await WriteAsync(1, null, Entry(1, 1));
        var snapshot = new SnapshotMeta(7, 3, Founders, 4);
        await _log.ReceiveAsync(new ReceivedChunk(snapshot, 0, new byte[] { 1, 2 }), default);
        await _log.ReceiveAsync(new ReceivedChunk(snapshot, 2, new byte[] { 3, 4 }), default);
        await _log.WriteAsync(new PersistBatch(2, null, snapshot, [Entry(8, 3)], null), default);

        var found = await _log.OpenAsync(GroupConfig.Empty, default);
        found.Snapshot.ShouldBe(snapshot);
        found.Entries.Single().Index.ShouldBe(8);
        (await _log.ReadAsync(snapshot, 1, 2, default))!.Value.ToArray().ShouldBe([2, 3]);
        (await _log.ReadAsync(snapshot with { Index = 6 }, 0, 1, default)).ShouldBeNull();
    }

    private static LogEntry Entry(long index, long term) => new(index, term, EntryKind.Command, new byte[] { (byte)index });

    private Task WriteAsync(long ticket, HardState? state, params LogEntry[] entries) =>
        _log.WriteAsync(new PersistBatch(ticket, state, null, [.. entries], null), default);
}
