namespace Hanzo.Network.State;

/// <summary>How much of a history is kept beside what it has made.</summary>
/// <param name="SnapshotEvery">Events after which a snapshot is taken.</param>
/// <param name="KeepEvents">For so long after its end all events of a run can be read.</param>
public sealed record HistoryRetention(int SnapshotEvery, TimeSpan KeepEvents)
{
    public const int LeastSnapshotEvery = 10;
    public const int MostSnapshotEvery = 100_000;

    public static readonly TimeSpan LongestKeepEvents = TimeSpan.FromDays(3650);

    public static readonly TimeSpan LeastKeepSessions = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestKeepSessions = LongestKeepEvents;

    /// <summary>For so long after its last event a session is kept that has nothing unfinished; null: for ever.</summary>
    public TimeSpan? KeepSessions { get; init; }

    /// <summary>Newest runs whose events are kept if any are: a clock that is put right later may have dated their ends long ago.</summary>
    public int KeepRuns => KeepEvents > TimeSpan.Zero ? 20 : 0;

    public static readonly HistoryRetention Default = new(1000, TimeSpan.FromDays(7));
}
