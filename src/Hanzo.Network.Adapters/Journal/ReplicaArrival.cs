using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Another member's file, which has come whole, as one that can take the place of this member's.</summary>
internal static class ReplicaArrival
{
    /// <summary>Looks through all of it, and gives it what this member's file is known by. On the disk when it returns.</summary>
    /// <param name="notes">Of <c>hanzo_journal</c>, but for the format.</param>
    /// <param name="applied">The last entry of the log that is in it.</param>
    /// <exception cref="EventStoreException">It is damaged, or not what this version reads.</exception>
    public static void Prepare(string file, TimeSpan busyTimeout, IEnumerable<(string Key, string Value)> notes, long applied)
    {
        using var connection = new SqliteConnection(file, busyTimeout);
        var version = connection.Query($"SELECT value FROM hanzo_journal WHERE key = '{JournalFormat.VersionKey}'");
        JournalFormat.Require(file, version ?? throw JournalFormat.Foreign(file, "no format"));
        if (connection.Query("PRAGMA quick_check(1)") is var found and not "ok")
            throw new EventStoreException(file, EventStoreProblem.Unreadable, $"what another member sent is damaged: {found}");
        // Nothing is beside it then, and it can be moved.
        if (connection.Query("PRAGMA journal_mode = DELETE") is var mode and not "delete")
            throw new EventStoreException(file, EventStoreProblem.Unreachable, $"it stays in journal mode '{mode}'.");
        connection.Execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = 1; BEGIN IMMEDIATE");
        using (var note = connection.Prepare("INSERT OR REPLACE INTO hanzo_journal (key, value) VALUES (?1, ?2)"))
            foreach (var (key, value) in notes) note.Bind(1, key).Bind(2, value).Run();
        using (var end = connection.Prepare("INSERT OR REPLACE INTO hanzo_replica (key, value) VALUES ('applied', ?1)"))
            end.Bind(1, applied).Run();
        connection.Execute("COMMIT");
    }
}
