namespace Hanzo.Network.State;

/// <summary>What the events up to <paramref name="Sequence"/> have made; the manifest names its format and version.</summary>
public sealed record StoredSnapshot(long Sequence, string Manifest, ReadOnlyMemory<byte> Payload, DateTimeOffset At)
{
    /// <summary>Bytes of one; a history whose state takes more is read from its events.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;
}

/// <summary>Snapshots by their numbers and times, all bounds included.</summary>
public sealed record SnapshotRange(long From, long To, DateTimeOffset Since, DateTimeOffset Until)
{
    public static readonly SnapshotRange All = new(0, long.MaxValue, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    public static SnapshotRange UpTo(long sequence) => All with { To = sequence };

    public bool Holds(StoredSnapshot snapshot) =>
        snapshot.Sequence >= From && snapshot.Sequence <= To && snapshot.At >= Since && snapshot.At <= Until;
}

/// <summary>What is stored under one persistence id, or of all.</summary>
/// <param name="Bytes">Of events and snapshots, without what the store itself adds.</param>
public readonly record struct StoredSize(long Events, long Bytes);
