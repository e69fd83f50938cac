using Hanzo.Network.Agents;
using Hanzo.Network.State;
using Npgsql;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// A journal in a PostgreSQL database, for nodes on any machine. What is acknowledged is as durable as the server's
/// <c>synchronous_commit</c> makes it, which is on unless someone switched it off.
/// </summary>
/// <remarks>While the server is gone, appends and readings fail, at the latest after the connection string's timeouts.</remarks>
public sealed class PostgresEventStore : IDurableEventStore, IDisposable
{
    // What a page may hold is decided by the server: it sends nothing that is not read.
    private const string Page =
        """
        SELECT sequence_number, manifest, message, writer_uuid, created, count FROM (
            SELECT *, sum(octet_length(message)) OVER (ORDER BY sequence_number) - octet_length(message) AS before,
                count(*) OVER () AS count
            FROM (
                SELECT * FROM journal WHERE persistence_id = $1 AND sequence_number >= $2 AND NOT deleted
                ORDER BY sequence_number LIMIT $3) AS next) AS page
        WHERE before < $4 ORDER BY sequence_number
        """;

    /// <summary>Sessions are divided among so many connections: while one waits for the server's disk, the next batch gathers.</summary>
    private const int Lanes = 2;

    private readonly PostgresPlace _place;
    private readonly PostgresKeeper _keeper;
    private readonly PostgresWriter[] _writers;
    private readonly GroupCommit[] _commits;
    private bool _disposed;

    /// <summary>Opens the database, and makes its tables where they are missing.</summary>
    /// <param name="connectionString">As Npgsql reads it: <c>Host=…;Database=…;Username=…;Password=…</c>.</param>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    /// <exception cref="EventStoreException">The database cannot be used; the message names it and says why.</exception>
    public PostgresEventStore(string connectionString, TimeProvider time, IIds ids)
    {
        _place = new PostgresPlace(connectionString);
        _keeper = new PostgresKeeper(_place);
        var first = new PostgresWriter(_place, ids, time);
        try
        {
            // The others open their connections when they have something to write.
            var id = first.Open();
            JournalId = $"postgres:{id}";
            _writers = [first, .. Enumerable.Range(1, Lanes - 1).Select(_ => new PostgresWriter(_place, ids, time, id))];
        }
        catch
        {
            _place.Dispose();
            throw;
        }

        _commits = [.. _writers.Select(writer => new GroupCommit(new AppendQueue(Name), writer.Write))];
    }

    /// <summary>Server and database, without user and password.</summary>
    public string Name => _place.Name;

    /// <summary>What was written into the database when its tables were made, by whatever name nodes reach it.</summary>
    public string JournalId { get; }

    public bool OutlivesMachine => true;

    public static bool IsConnectionString(string text) => PostgresPlace.WhyNot(text) is null;

    /// <summary>Appends per transaction, for figures.</summary>
    internal int MedianBatch => _commits.Max(commits => commits.MedianBatch());

    public Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation) =>
        LaneOf(persistenceId).AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);

    public IAsyncEnumerable<StoredEvent> ReadAsync(string persistenceId, long fromSequence, CancellationToken cancellation) =>
        EventPage.ReadAllAsync(ReadPageAsync, persistenceId, fromSequence, cancellation);

    public Task<long> HighestAsync(string persistenceId, CancellationToken cancellation) => _place.UseAsync(
        JournalFormat.EndOf("$1"),
        [new NpgsqlParameter<string> { TypedValue = persistenceId }],
        async query => await query.ExecuteScalarAsync(cancellation) as long? ?? 0,
        cancellation);

    public Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation) =>
        _place.UseAsync<IReadOnlyList<string>>(
            JournalFormat.IdsBetween("$1", "$2", "$3"),
            [
                new NpgsqlParameter<string> { TypedValue = from },
                new NpgsqlParameter<string> { TypedValue = before },
                new NpgsqlParameter<int> { TypedValue = most },
            ],
            async query =>
            {
                await using var reader = await query.ExecuteReaderAsync(cancellation);
                var ids = new List<string>();
                while (await reader.ReadAsync(cancellation)) ids.Add(reader.GetString(0));
                return ids;
            },
            cancellation);

    public Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation) =>
        _keeper.DeleteAsync(persistenceId, toSequence, cancellation);

    public Task ForgetAsync(string persistenceId, long last, CancellationToken cancellation) =>
        _keeper.ForgetAsync(persistenceId, last, cancellation);

    public Task SaveSnapshotAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation)
    {
        AppendLimits.Check(persistenceId, snapshot);
        return _keeper.SaveAsync(persistenceId, snapshot, cancellation);
    }

    public Task<StoredSnapshot?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        _keeper.FindAsync(persistenceId, range, cancellation);

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        _keeper.DeleteSnapshotsAsync(persistenceId, range, cancellation);

    public Task<StoredSize> SizeAsync(string persistenceId, CancellationToken cancellation) =>
        _keeper.SizeAsync(persistenceId, cancellation);

    public Task<long> TotalBytesAsync(CancellationToken cancellation) => _keeper.TotalBytesAsync(cancellation);

    /// <summary>Writes what waits to be written, then lets go of the server.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (var commits in _commits) commits.Close();
        foreach (var commits in _commits) commits.Dispose();
        foreach (var writer in _writers) writer.Dispose();
        _place.Dispose();
    }

    /// <summary>The same for all appends of a session, which must stay in order.</summary>
    private GroupCommit LaneOf(string persistenceId) =>
        _commits[(uint)string.GetHashCode(persistenceId, StringComparison.Ordinal) % Lanes];

    private Task<EventPage> ReadPageAsync(string persistenceId, long from, CancellationToken cancellation) => _place.UseAsync(
        Page,
        [
            new NpgsqlParameter<string> { TypedValue = persistenceId },
            new NpgsqlParameter<long> { TypedValue = from },
            new NpgsqlParameter<int> { TypedValue = EventPage.MaxEvents },
            new NpgsqlParameter<int> { TypedValue = EventPage.MaxBytes },
        ],
        async query =>
        {
            await using var reader = await query.ExecuteReaderAsync(cancellation);
            return await ReadAsync(reader, cancellation);
        },
        cancellation);

    private static async Task<EventPage> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var events = new List<StoredEvent>();
        var found = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            var at = JournalFormat.TimeOf(reader.GetInt64(4));
            events.Add(new StoredEvent(
                reader.GetInt64(0), TextOrEmpty(reader, 1), reader.GetFieldValue<byte[]>(2), TextOrEmpty(reader, 3), at));
            found = reader.GetInt64(5);
        }

        return new EventPage(events, IsLast: events.Count == found && found < EventPage.MaxEvents);
    }

    // Another program may have left these out.
    private static string TextOrEmpty(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);
}
