using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

public enum EntryKind
{
    /// <summary>For the machine.</summary>
    Command,

    /// <summary>A new leader's first entry, by which it learns what is committed (Ongaro 2014, §6.4).</summary>
    Opening,

    /// <summary>The group's members from here on (§4.1).</summary>
    Config,
}

/// <param name="Index">From 1, without gaps.</param>
/// <param name="Term">In which a leader made it.</param>
/// <param name="Config">Of an entry of that kind; else null.</param>
public sealed record LogEntry(long Index, long Term, EntryKind Kind, ReadOnlyMemory<byte> Payload, GroupConfig? Config = null)
{
    /// <summary>Counted for each entry beside its payload and members, on the wire and in memory.</summary>
    public const int Overhead = 64;

    /// <summary>Bytes that it counts for, at least what it takes on the wire.</summary>
    public int Bytes => Payload.Length + Overhead
        + (Config is null ? 0 : BytesOf(Config.Voters) + BytesOf(Config.Outgoing) + BytesOf(Config.Learners));

    private static int BytesOf(ImmutableSortedSet<MemberId> members) => members.Sum(member => 3 * member.Value.Length + 8);
}

/// <summary>
/// Where a log ends, or what an entry is known by: of two logs the one with the later term, then the higher index, is newer.
/// </summary>
public readonly record struct LogPosition(long Index, long Term)
{
    /// <summary>§3.6.1: whether who has this log may lead those who have the other.</summary>
    public bool IsAtLeast(LogPosition other) => Term != other.Term ? Term > other.Term : Index >= other.Index;
}

/// <summary>What a member must never forget (§3.4): its term, and whom it has given its vote of that term.</summary>
public readonly record struct HardState(long Term, MemberId? Vote);

/// <summary>What a snapshot stands for (§5.1): everything up to and with the entry at <see cref="Index"/>.</summary>
/// <param name="Config">The members as of that entry.</param>
/// <param name="Bytes">Of its content; 0 for the empty one that a group begins with.</param>
public sealed record SnapshotMeta(long Index, long Term, GroupConfig Config, long Bytes)
{
    public LogPosition Position => new(Index, Term);
}
