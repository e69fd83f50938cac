using System.Collections.Immutable;
using Hanzo.Network.Consensus;

namespace Hanzo.Network.Tests.Consensus.Simulated;

/// <summary>What is written counts when it is synced; a crash keeps any beginning of the rest, the last batch of it torn.</summary>
internal sealed class SimulatedDisk(GroupConfig founders, DiskFlaws flaws)
{
    private readonly Queue<(PersistBatch Batch, byte[]? Content)> _unsynced = [];
    private readonly SortedDictionary<long, byte[]> _snapshots = new() { [0] = [] };
    private DiskContent _synced = DiskContent.Empty(founders);

    /// <summary>With all that was written: the log as its member has it.</summary>
    public DiskContent Written { get; private set; } = DiskContent.Empty(founders);

    public byte[]? Read(long snapshot) => _snapshots.GetValueOrDefault(snapshot);

    public void Write(PersistBatch batch, byte[]? received)
    {
        _unsynced.Enqueue((batch, received));
        Written = Written.With(batch, drops: false);
    }

    /// <returns>Whether the flaw makes it tell of the batch before it is on disk.</returns>
    public bool TellsEarly(PersistBatch batch) => flaws.ForgetsVotes && batch.State is not null
        && _unsynced.All(unsynced => unsynced.Batch.Install is null);

    public void Sync(long ticket)
    {
        while (_unsynced.TryPeek(out var first) && first.Batch.Ticket <= ticket) Keep(_unsynced.Dequeue());
    }

    public void Store(SnapshotMeta snapshot, byte[] content)
    {
        _synced = _synced with { Snapshot = snapshot };
        Written = Written with { Snapshot = snapshot };
        Remember(snapshot.Index, content);
    }

    public RaftRecovery Crash(Random random)
    {
        for (var kept = random.Next(_unsynced.Count + 1); kept > 0 && !flaws.ForgetsVotes; kept--) Keep(_unsynced.Dequeue());
        if (_unsynced.TryPeek(out var torn) && !flaws.ForgetsVotes && random.Next(2) == 0)
        {
            var entries = torn.Batch.Install is null ? torn.Batch.Entries[..random.Next(torn.Batch.Entries.Length + 1)] : [];
            _synced = _synced.With(torn.Batch with { Install = null, CutTo = null, Entries = entries }, drops: false);
        }
        _unsynced.Clear();
        Written = _synced;
        return new RaftRecovery(_synced.State, _synced.Snapshot, _synced.Before, _synced.Entries);
    }

    private void Keep((PersistBatch Batch, byte[]? Content) written)
    {
        _synced = _synced.With(written.Batch, flaws.DropsTail);
        if (written.Batch.Install is { } install) Remember(install.Index, written.Content!);
    }

    private void Remember(long index, byte[] content)
    {
        _snapshots[index] = content;
        while (_snapshots.Count > 2) _snapshots.Remove(_snapshots.Keys.First());
    }
}

/// <param name="ForgetsVotes">A batch with a vote is told to be durable before it is.</param>
/// <param name="DropsTail">What is after a snapshot goes with what is before it.</param>
/// <param name="OpensLate">A snapshot for others holds what was applied after its last entry too.</param>
internal sealed record DiskFlaws(bool ForgetsVotes = false, bool DropsTail = false, bool OpensLate = false);

/// <param name="Before">The entry before the first.</param>
internal sealed record DiskContent(HardState State, SnapshotMeta Snapshot, LogPosition Before, ImmutableArray<LogEntry> Entries)
{
    public long LastIndex => Before.Index + Entries.Length;

    public static DiskContent Empty(GroupConfig founders) => new(default, new SnapshotMeta(0, 0, founders, 0), default, []);

    /// <summary>Null: not there, or no more.</summary>
    public long? TermAt(long index) =>
        index == Before.Index ? Before.Term
        : index < Before.Index || index > LastIndex ? null
        : Entries[(int)(index - Before.Index - 1)].Term;

    public DiskContent With(PersistBatch batch, bool drops)
    {
        var content = this with { State = batch.State ?? State };
        if (batch.Install is { } install) content = content with { Snapshot = install, Before = install.Position, Entries = [] };
        if (!batch.Entries.IsEmpty) content = content.Append(batch.Entries);
        if (batch.CutTo is not { } cut || cut.Index <= content.Before.Index) return content;
        return drops
            ? content with { Before = content.Snapshot.Position, Entries = [] }
            : content with { Before = cut, Entries = content.Entries.RemoveRange(0, (int)(cut.Index - content.Before.Index)) };
    }

    private DiskContent Append(ImmutableArray<LogEntry> entries)
    {
        var kept = (int)(entries[0].Index - Before.Index - 1);
        // Only a disk with a flaw has a gap here: then nothing after it is readable.
        return kept > Entries.Length ? this : this with { Entries = [.. Entries.AsSpan(0, kept), .. entries] };
    }
}
