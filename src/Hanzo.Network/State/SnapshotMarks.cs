namespace Hanzo.Network.State;

/// <summary>
/// When a snapshot of one history is due, and what it makes needless. The last two are kept with all events after the first of
/// them, so that one that cannot be read costs nothing. Pure.
/// </summary>
/// <param name="Every">Events from one to the next.</param>
public sealed record SnapshotMarks(int Every)
{
    private long Latest { get; init; }
    private long Tried { get; init; }

    /// <summary>The snapshot before the latest: earlier ones are needless, and for reading the state so are events up to it.</summary>
    public long Needed { get; private init; }

    /// <param name="sequence">Of the last event.</param>
    public bool IsDue(long sequence) => sequence - Math.Max(Latest, Tried) >= Every;

    /// <summary>The history was read from this one.</summary>
    public SnapshotMarks Found(long sequence) => this with { Latest = sequence };

    /// <summary>Whether it is stored will be heard; if it is not, the next one is due in its time.</summary>
    public SnapshotMarks Saving(long sequence) => this with { Tried = sequence };

    public SnapshotMarks Saved(long sequence) => sequence <= Latest ? this : this with { Latest = sequence, Needed = Latest };
}
