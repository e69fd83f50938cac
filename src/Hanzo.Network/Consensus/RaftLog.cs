using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>The log since it was last cut off, in memory, with what of it is committed, durable and applied.</summary>
internal sealed class RaftLog
{
    private readonly List<LogEntry> _entries;
    private readonly ConfigHistory _configs;

    public RaftLog(RaftRecovery recovered)
    {
        Invariant.Require(recovered.Before.Index <= recovered.Snapshot.Index, "the log begins after its snapshot");
        Before = recovered.Before;
        Snapshot = recovered.Snapshot;
        _configs = new ConfigHistory(recovered.Snapshot);
        _entries = [];
        foreach (var entry in recovered.Entries) Append(entry);
        Invariant.Require(LastIndex >= Snapshot.Index, "the log ends before its snapshot");
        Invariant.Require(recovered.Applied <= LastIndex, "the machine is ahead of the log");
        Durable = LastIndex;
        Commit = Applied = Math.Max(recovered.Applied, Snapshot.Index);
    }

    /// <summary>The last entry that is no longer there.</summary>
    public LogPosition Before { get; private set; }

    /// <summary>The newest, durable here.</summary>
    public SnapshotMeta Snapshot { get; private set; }

    public long Commit { get; private set; }

    /// <summary>Handed out to be applied.</summary>
    public long Applied { get; private set; }

    /// <summary>Up to here the log is on this member's disk.</summary>
    public long Durable { get; private set; }

    public long Bytes { get; private set; }

    public long LastIndex => Before.Index + _entries.Count;

    public LogPosition Last => _entries.Count == 0 ? Before : new LogPosition(_entries[^1].Index, _entries[^1].Term);

    /// <summary>In force: the last that was appended, committed or not (Ongaro 2014, §4.1).</summary>
    public GroupConfig Config => _configs.Last.Config;

    public long ConfigIndex => _configs.Last.Index;

    /// <summary>
    /// Whether the member may ask for votes: also one that the newest configuration leaves out, as long as it does not know that one to be
    /// committed. Only it may have the entries by which the change can be ended (§4.2.2).
    /// </summary>
    public bool MayCampaign(MemberId member) => _configs.IsVoterSince(Commit, member);

    /// <summary>Null: the log has no such entry, or none any more.</summary>
    public long? TermAt(long index)
    {
        if (index == Before.Index) return Before.Term;
        if (index == Snapshot.Index) return Snapshot.Term;
        return index < Before.Index || index > LastIndex ? null : _entries[(int)(index - Before.Index - 1)].Term;
    }

    public bool Has(LogPosition position) => TermAt(position.Index) == position.Term;

    public LogEntry this[long index] => _entries[(int)(index - Before.Index - 1)];

    /// <summary>From this entry on as many as fit, at least one.</summary>
    public ImmutableArray<LogEntry> From(long index, long maxBytes)
    {
        var entries = ImmutableArray.CreateBuilder<LogEntry>();
        for (long bytes = 0; index <= LastIndex; index++)
        {
            var entry = this[index];
            bytes += entry.Bytes;
            if (bytes > maxBytes && entries.Count > 0) break;
            entries.Add(entry);
        }
        return entries.DrainToImmutable();
    }

    public ImmutableArray<LogEntry> Between(long after, long upTo)
    {
        if (after >= upTo) return [];
        var entries = ImmutableArray.CreateBuilder<LogEntry>((int)(upTo - after));
        for (var index = after + 1; index <= upTo; index++) entries.Add(this[index]);
        return entries.MoveToImmutable();
    }

    public void Append(LogEntry entry)
    {
        Invariant.Require(entry.Index == LastIndex + 1, "an entry leaves a gap");
        _entries.Add(entry);
        Bytes += entry.Bytes;
        if (entry.Config is { } config && entry.Index > Snapshot.Index) _configs.Add(entry.Index, config);
    }

    /// <summary>This entry and all after it were never committed, and another leader has others (§3.5).</summary>
    public void RemoveFrom(long index)
    {
        Invariant.Require(index > Commit, "a committed entry would be removed");
        var at = (int)(index - Before.Index - 1);
        for (var i = at; i < _entries.Count; i++) Bytes -= _entries[i].Bytes;
        _entries.RemoveRange(at, _entries.Count - at);
        _configs.RemoveFrom(index);
        Durable = Math.Min(Durable, index - 1);
    }

    /// <returns>Whether it moved.</returns>
    public bool CommitTo(long index)
    {
        Invariant.Require(index <= LastIndex, "what is not in the log would be committed");
        if (index <= Commit) return false;
        Commit = index;
        return true;
    }

    public void DurableTo(long index) => Durable = Math.Max(Durable, Math.Min(index, LastIndex));

    /// <summary>Committed, on this member's disk, and not handed out yet: so a machine on disk is never ahead of its log.</summary>
    public ImmutableArray<LogEntry> TakeToApply()
    {
        var entries = Between(Applied, Math.Min(Commit, Durable));
        Applied += entries.Length;
        return entries;
    }

    /// <summary>A snapshot of this member's machine is durable; the log is cut off before it, but for some entries.</summary>
    /// <param name="keepBytes">Of those entries at most.</param>
    /// <param name="hold">What comes after this entry stays as well.</param>
    /// <returns>Where it is cut; null: nowhere new.</returns>
    public LogPosition? Cut(SnapshotMeta snapshot, int keep, long keepBytes, long hold)
    {
        Invariant.Require(snapshot.Index <= Applied, "a snapshot is ahead of the machine");
        if (snapshot.Index <= Snapshot.Index) return null;
        Snapshot = snapshot;
        var to = snapshot.Index;
        for (long bytes = 0; to > Before.Index && snapshot.Index - to < keep; to--)
            if ((bytes += this[to].Bytes) > keepBytes) break;
        to = Math.Max(Before.Index, Math.Min(to, hold));
        if (to == Before.Index) return null;
        var cut = new LogPosition(to, TermAt(to)!.Value);
        var count = (int)(to - Before.Index);
        for (var i = 0; i < count; i++) Bytes -= _entries[i].Bytes;
        _entries.RemoveRange(0, count);
        Before = cut;
        _configs.CutTo(to);
        return cut;
    }

    /// <summary>Another's snapshot takes the place of this log, which lacks its last entry (§5.3).</summary>
    public void Install(SnapshotMeta snapshot)
    {
        Invariant.Require(snapshot.Index > Commit, "a snapshot is behind what is committed");
        _entries.Clear();
        Bytes = 0;
        Before = snapshot.Position;
        Snapshot = snapshot;
        Commit = Applied = snapshot.Index;
        Durable = 0;
        _configs.Reset(snapshot);
    }

    /// <summary>What a snapshot of the machine as it is now stands for.</summary>
    public SnapshotMeta Describe() => new(Applied, TermAt(Applied)!.Value, _configs.At(Applied), 0);
}
