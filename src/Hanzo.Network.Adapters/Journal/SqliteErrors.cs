using Hanzo.Network.State;
using SQLitePCL;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>What SQLite's codes mean to who keeps a journal.</summary>
internal static class SqliteErrors
{
    private const int PrimaryCode = 0xFF;

    /// <param name="code">Primary or extended.</param>
    public static EventStoreException Of(string file, int code, string said, TimeSpan busyTimeout)
    {
        var (problem, message) = (code & PrimaryCode) switch
        {
            raw.SQLITE_FULL =>
                (EventStoreProblem.Full, "the disk, or what the file may take of it, is full; it goes on when there is room"),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                (EventStoreProblem.Locked, $"another process has held it for over {busyTimeout.TotalSeconds:0.#} s"),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
                (EventStoreProblem.Unreadable, "the file is damaged, or no SQLite database; put a backup in its place, or move it away"),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN or raw.SQLITE_AUTH =>
                (EventStoreProblem.Unreachable, "the file or its folder cannot be written"),
            raw.SQLITE_IOERR => (EventStoreProblem.Unreachable, "reading or writing the file failed"),
            _ => (EventStoreProblem.Unreadable, "the file does not hold a journal of this program"),
        };
        return new EventStoreException(file, problem, $"{message} (SQLite {code}: {said}).");
    }
}
