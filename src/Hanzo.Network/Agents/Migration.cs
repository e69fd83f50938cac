using System.Collections.Immutable;

namespace Hanzo.Network.Agents;

/// <param name="Target">A slot as <c>math.17</c>, or a session, which stands for its slot.</param>
/// <param name="Node">Id of the node to move to.</param>
public sealed record MigrationRequest(string Target, string Node)
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Only says what would happen.</summary>
    public bool DryRun { get; init; }

    /// <summary>How long to wait until the slot has moved; 0 to <see cref="MaxTimeout"/>.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;
}

/// <summary>The move of one slot.</summary>
/// <param name="From">Null: no node has the slot yet.</param>
/// <param name="Sessions">Those in the slot that are known now; others, long idle, move with it.</param>
public sealed record Migration(SlotId Slot, string? From, string To, ImmutableArray<SessionId> Sessions, MigrationStatus Status)
{
    /// <summary>Of <see cref="Sessions"/>.</summary>
    public const int MaxSessions = 200;
}

public enum MigrationStatus
{
    /// <summary>Asked with <see cref="MigrationRequest.DryRun"/>: it could be done.</summary>
    Possible,

    /// <summary>The slot is there already.</summary>
    There,

    /// <summary>It has moved.</summary>
    Moved,

    /// <summary>It moves when the calls under way have ended; that took longer than the timeout.</summary>
    Moving,

    /// <summary>Nobody has the slot yet: its first session starts there, if it does within some minutes.</summary>
    Reserved,
}
