namespace Hanzo.Network.Adapters.Journal;

/// <summary>A SQLite database with what belongs to it.</summary>
internal static class DatabaseFiles
{
    /// <summary>In the order in which they go: where the database is, all of it is.</summary>
    private static readonly string[] Suffixes = ["-wal", "-shm", ""];

    /// <summary>
    /// Of a database that nobody has open. One that is not there is not moved; what is at the other place goes. What was interrupted is
    /// done by doing it again.
    /// </summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be moved.</exception>
    public static void Move(string from, string to)
    {
        if (!File.Exists(from)) return;
        // What is there without a database was moved before, and belongs to this one.
        if (File.Exists(to))
            foreach (var suffix in Suffixes) File.Delete(to + suffix);
        foreach (var suffix in Suffixes)
            if (File.Exists(from + suffix)) File.Move(from + suffix, to + suffix, overwrite: true);
    }
}
