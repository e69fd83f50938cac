using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Where a journal file is and how connections to it are set up.</summary>
internal sealed class SqliteJournalFile(string path, IIds ids, SqliteJournalOptions options)
{
    /// <summary>
    /// Pages of 4 KiB in the write-ahead log at which its content goes to its place in the file. SQLite's own 1000 are full after
    /// some ten transactions of many sessions, whose next events change the same pages again.
    /// </summary>
    private const int CheckpointPages = 8192;

    /// <summary>What remains of the write-ahead log after that.</summary>
    private const int MaxLogBytes = 64 * 1024 * 1024;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>For reading.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(Path, options.BusyTimeout);
        try
        {
            // Readers leave checkpoints to the writer.
            connection.Execute("PRAGMA wal_autocheckpoint = 0; PRAGMA query_only = 1");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>For the writer: makes folder, file and tables where they are missing.</summary>
    public (SqliteConnection Connection, string Id) OpenToWrite()
    {
        MakeFolder();
        NetworkFileSystems.Refuse(Path, MountTable.FileSystemOf(Path));
        var connection = new SqliteConnection(Path, options.BusyTimeout);
        try
        {
            SetLog(connection);
            // FULL: a commit is on the disk before it is acknowledged, so that power may go at any time. NORMAL would lose
            // what was committed since the last checkpoint. fullfsync: macOS tells the disk itself only then.
            connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                PRAGMA synchronous = FULL;
                PRAGMA fullfsync = 1;
                PRAGMA checkpoint_fullfsync = 1;
                PRAGMA wal_autocheckpoint = {CheckpointPages};
                PRAGMA journal_size_limit = {MaxLogBytes};
                """));
            if (options.MaxPages is { } pages)
                connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
            return (connection, SqliteSchema.Ensure(connection, Path, ids));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void MakeFolder()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EventStoreException(Path, EventStoreProblem.Unreachable, $"its folder cannot be made: {e.Message}", e);
        }
    }

    private void SetLog(SqliteConnection connection)
    {
        var mode = connection.Query("PRAGMA journal_mode = WAL");
        if (mode == "wal") return;
        throw new EventStoreException(
            Path, EventStoreProblem.Unreachable, $"its place allows no write-ahead log (journal mode '{mode}'); use a local disk.");
    }
}
