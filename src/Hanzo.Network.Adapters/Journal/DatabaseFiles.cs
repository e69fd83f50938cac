namespace Hanzo.Network.Adapters.Journal;

/// <summary>A SQLite database with what belongs to it.</summary>
internal static class DatabaseFiles
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm"];

    /// <summary>Of a database that nobody has open. One that is not there is not moved; what is at the other place goes.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be moved.</exception>
    public static void Move(string from, string to)
    {
        if (!File.Exists(from)) return;
        foreach (var suffix in Suffixes) File.Delete(to + suffix);
        foreach (var suffix in Suffixes)
            if (File.Exists(from + suffix)) File.Move(from + suffix, to + suffix);
    }
}
