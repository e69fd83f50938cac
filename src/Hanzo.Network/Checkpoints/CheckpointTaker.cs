using System.Collections.Immutable;
using Hanzo.Network.State;

namespace Hanzo.Network.Checkpoints;

/// <summary>
/// Takes checkpoints of a board, one after the other: buckets that have not changed since the last one are not even written anew.
/// Not for several threads at once.
/// </summary>
public sealed class CheckpointTaker(StateBoard board, string network, string node)
{
    private readonly (IReadOnlyList<KeyValuePair<StateKey, StateEntry>> Entries, CheckpointChunk Chunk, byte[] Bytes)?[] _last =
        new (IReadOnlyList<KeyValuePair<StateKey, StateEntry>>, CheckpointChunk, byte[])?[StateBuckets.Count];

    /// <summary>Of the board when the last one was taken, which need not have been kept; -1: none was.</summary>
    public long Revision { get; private set; } = -1;

    /// <returns>The checkpoint, and its chunks by their hash.</returns>
    public (Checkpoint Checkpoint, IReadOnlyDictionary<string, byte[]> Chunks) Take(string id, DateTimeOffset at, CheckpointReason reason)
    {
        // Both before the rest: what comes to the board meanwhile may be in it, what they stand for is.
        var (revision, mark) = (board.Revision, board.Mark);
        var chunks = ImmutableArray.CreateBuilder<CheckpointChunk>();
        var bytes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var bucket = 0; bucket < StateBuckets.Count; bucket++)
        {
            if (ChunkOf(bucket) is not { } taken) continue;
            chunks.Add(taken.Chunk);
            bytes[taken.Chunk.Hash] = taken.Bytes;
        }

        Revision = revision;
        return (new Checkpoint(id, at, network, node, reason, chunks.ToImmutable()) { Journal = mark }, bytes);
    }

    private (CheckpointChunk Chunk, byte[] Bytes)? ChunkOf(int bucket)
    {
        var entries = board.Bucket(bucket);
        if (entries.Count == 0) return null;
        if (_last[bucket] is { } last && IsSame(last.Entries, entries)) return (last.Chunk, last.Bytes);
        var bytes = CheckpointCodec.WriteChunk(entries);
        var chunk = new CheckpointChunk(bucket, CheckpointCodec.HashOf(bytes), bytes.Length, entries.Count);
        _last[bucket] = (entries, chunk, bytes);
        return (chunk, bytes);
    }

    // Entries are immutable: an unchanged one is the very same.
    private static bool IsSame(
        IReadOnlyList<KeyValuePair<StateKey, StateEntry>> before, IReadOnlyList<KeyValuePair<StateKey, StateEntry>> now)
    {
        if (before.Count != now.Count) return false;
        for (var i = 0; i < now.Count; i++)
            if (before[i].Key != now[i].Key || !ReferenceEquals(before[i].Value, now[i].Value)) return false;
        return true;
    }
}
