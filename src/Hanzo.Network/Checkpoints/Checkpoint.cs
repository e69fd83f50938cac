using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.State;

namespace Hanzo.Network.Checkpoints;

/// <summary>All shared state that a node knew at a moment, as the hashes of its pieces.</summary>
/// <param name="Id">A ULID: ids sort by time.</param>
public sealed record Checkpoint(
    string Id, DateTimeOffset At, string Network, string Node, CheckpointReason Reason, ImmutableArray<CheckpointChunk> Chunks)
{
    /// <summary>Of those that somebody asked for: with so many there is no other one.</summary>
    public const int MaxAsked = 200;

    /// <summary>Of those that were taken by themselves: the last ones stay.</summary>
    public const int MaxAutomatic = 20;

    /// <summary>Of those that were taken before a restore: the last ones stay.</summary>
    public const int MaxBeforeRestore = 20;

    /// <summary>How much of the node's own journal is in it; null: that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JournalMark? Journal { get; init; }

    /// <summary>Removed ones, which are remembered, included.</summary>
    public int Keys => Chunks.Sum(chunk => chunk.Keys);

    public long Bytes => Chunks.Sum(chunk => (long)chunk.Bytes);
}

/// <param name="Bucket">Whose keys are in it.</param>
/// <param name="Hash">SHA-256 of its bytes, in lower-case hexadecimal digits: its name.</param>
public sealed record CheckpointChunk(int Bucket, string Hash, int Bytes, int Keys);

public enum CheckpointReason
{
    /// <summary>Something had changed.</summary>
    Automatic,

    /// <summary>Somebody asked for it; it stays until somebody deletes it.</summary>
    Asked,

    /// <summary>Somebody restores another one: the way back.</summary>
    BeforeRestore,
}
