namespace Hanzo.Network.Adapters.Journal;

public sealed record SqliteJournalOptions
{
    /// <summary>How long reading or writing waits for other processes that use the file.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What the file may grow to, in pages of 4 KiB; null: the disk.</summary>
    public int? MaxPages { get; init; }

    /// <summary>Appends that may wait to be written, at least 1.</summary>
    public int MaxWaiting { get; init; } = AppendQueue.MaxWaiting;
}
