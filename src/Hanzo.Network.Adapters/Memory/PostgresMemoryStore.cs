using System.Globalization;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Npgsql;

namespace Hanzo.Network.Adapters.Memory;

/// <summary>
/// Memories in the PostgreSQL database of a journal, for nodes on any machine. Where the server has the extension pgvector, or lets it be
/// created, it ranks by cosine itself, exactly; else vectors are compared in process. The database is opened by the first call.
/// </summary>
public sealed class PostgresMemoryStore : IMemoryStore, IDisposable
{
    private const string Distance = "near::vector <=>";

    private readonly SemaphoreSlim _opening = new(1);
    private readonly PostgresPlace _place;
    private readonly IIds _ids;
    private string? _whyNoVectors;
    private bool _isOpen;

    /// <param name="connectionString">As Npgsql reads it: <c>Host=…;Database=…;Username=…;Password=…</c>.</param>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public PostgresMemoryStore(string connectionString, IIds ids)
    {
        _place = new PostgresPlace(connectionString);
        _ids = ids;
    }

    public string Description => $"in PostgreSQL, {_place.Name}, " + (_isOpen, _whyNoVectors) switch
    {
        (false, _) => "not opened yet",
        (true, null) => "vectors compared by its extension pgvector",
        (true, { } why) => $"vectors compared in process, as pgvector is not there ({why})",
    };

    public Task<bool> WriteAsync(MemoryWrite write, CancellationToken cancellation) => UseAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            if (write.Run is { } run && !await KnowAsync(connection, run, write.At, cancellation)) return false;
            foreach (var entry in write.Entries)
            {
                await using var insert = PostgresMemoryRows.Insert(connection, entry, isRanked: _whyNoVectors is null);
                await insert.ExecuteNonQueryAsync(cancellation);
            }

            foreach (var id in write.Used)
                await RunAsync(
                    connection, MemoryColumns.Use("$1", "$2", "$3"),
                    [JournalFormat.TicksOf(write.At), (long)MemoryScore.UsesToLast, id], cancellation);
            if (!write.Replaced.IsEmpty) await DeleteAsync(connection, new MemoryFilter { Ids = write.Replaced }, cancellation);
            await transaction.CommitAsync(cancellation);
            return true;
        },
        cancellation);

    public Task<IReadOnlyList<MemoryCandidate>> FindAsync(MemorySearch search, CancellationToken cancellation) =>
        UseAsync<IReadOnlyList<MemoryCandidate>>(
            async connection =>
            {
                var found = new List<MemoryCandidate>();
                if (_whyNoVectors is null) found.AddRange(await RankedAsync(connection, search, cancellation));
                found.AddRange(await NearestAsync(connection, search, cancellation));
                var others = NewQuery().With(search.Filter).With(search.Reader);
                others.And($"embedder <> {others.Add(search.Embedder)}");
                found.AddRange(
                    (await ReadAsync(connection, others, MemoryLimits.MostCandidates, cancellation))
                    .Select(entry => new MemoryCandidate(entry, null)));
                return found;
            },
            cancellation);

    public Task<IReadOnlyList<MemoryEntry>> ListAsync(MemoryFilter filter, int most, CancellationToken cancellation) =>
        UseAsync<IReadOnlyList<MemoryEntry>>(
            async connection => await ReadAsync(connection, NewQuery().With(filter), most, cancellation), cancellation);

    public Task<IReadOnlyList<MemoryTrait>> TraitsAsync(MemoryOwner owner, CancellationToken cancellation) =>
        UseAsync<IReadOnlyList<MemoryTrait>>(
            async connection =>
            {
                var sql = $"SELECT {MemoryColumns.Traits} FROM hanzo_memory WHERE owner = $1";
                await using var command = PostgresMemoryRows.Command(connection, sql, [owner.Key]);
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                var traits = new List<MemoryTrait>();
                while (await reader.ReadAsync(cancellation))
                    traits.Add(MemoryColumns.Trait(new PostgresRow(reader)));
                return traits;
            },
            cancellation);

    public Task<int> DeleteAsync(MemoryFilter filter, CancellationToken cancellation) =>
        UseAsync(connection => DeleteAsync(connection, filter, cancellation), cancellation);

    public void Dispose()
    {
        _place.Dispose();
        _opening.Dispose();
    }

    private static MemoryQuery NewQuery() => new(number => string.Create(CultureInfo.InvariantCulture, $"${number}"), "strpos");

    /// <summary>On a connection of its own, once the tables are there.</summary>
    private async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellation)
    {
        await using var connection = await _place.OpenAsync(cancellation);
        try
        {
            await EnsureAsync(connection, cancellation);
            return await use(connection);
        }
        catch (Exception e) when (PostgresErrors.Knows(e))
        {
            throw PostgresErrors.Of(_place.Name, e);
        }
    }

    private async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (_isOpen) return;
        await _opening.WaitAsync(cancellation);
        try
        {
            if (_isOpen) return;
            _whyNoVectors = await PostgresMemorySchema.EnsureAsync(connection, _place.Name, _ids, cancellation);
            _isOpen = true;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <returns>False: it was known before.</returns>
    private static async Task<bool> KnowAsync(NpgsqlConnection connection, string run, DateTimeOffset at, CancellationToken cancellation)
    {
        var old = JournalFormat.TicksOf(at - MemoryLimits.RunsKnownFor);
        await RunAsync(connection, "DELETE FROM hanzo_memory_run WHERE at < $1", [old], cancellation);
        return await RunAsync(
            connection, "INSERT INTO hanzo_memory_run (run, at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            [run, JournalFormat.TicksOf(at)], cancellation) == 1;
    }

    private static async Task<int> DeleteAsync(NpgsqlConnection connection, MemoryFilter filter, CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var part in MemoryQuery.Parts(filter))
        {
            var query = NewQuery().With(part);
            deleted += await RunAsync(connection, $"DELETE FROM hanzo_memory WHERE {query.Where}", query.Values, cancellation);
        }

        return deleted;
    }

    /// <summary>By the server.</summary>
    private async Task<List<MemoryCandidate>> RankedAsync(
        NpgsqlConnection connection, MemorySearch search, CancellationToken cancellation)
    {
        var query = NewQuery().With(search.Filter).With(search.Reader);
        query.And($"embedder = {query.Add(search.Embedder)}").And("near IS NOT NULL");
        var distance = $"({Distance} {query.Add(search.Vector.ToArray())}::real[]::vector)";
        var sql = $"SELECT {MemoryColumns.All}, (1 - {distance})::float8 FROM hanzo_memory WHERE {query.Where} ORDER BY {distance} "
            + $"LIMIT {query.Add((long)MemoryLimits.MostNearest)}";
        await using var command = PostgresMemoryRows.Command(connection, sql, query.Values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<MemoryCandidate>();
        while (await reader.ReadAsync(cancellation))
        {
            // A vector of zeros is at no angle to any.
            var told = reader.GetDouble(PostgresMemoryRows.Columns);
            var cosine = double.IsNaN(told) ? 0 : told;
            if (cosine >= search.Least) found.Add(new MemoryCandidate(MemoryColumns.Entry(_place.Name, new PostgresRow(reader)), cosine));
        }

        return found;
    }

    /// <summary>In this process: what the server does not rank, and what was written while it did not.</summary>
    private async Task<IEnumerable<MemoryCandidate>> NearestAsync(
        NpgsqlConnection connection, MemorySearch search, CancellationToken cancellation)
    {
        var query = NewQuery().With(search.Filter).With(search.Reader);
        query.And($"embedder = {query.Add(search.Embedder)}");
        if (_whyNoVectors is null) query.And("near IS NULL");
        var near = new NearestMemories(search);
        await using (var command = PostgresMemoryRows.Command(
            connection, $"SELECT id, embedding FROM hanzo_memory WHERE {query.Where}", query.Values))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation)) near.Add(reader.GetFieldValue<byte[]>(1), () => reader.GetString(0));
        var nearest = near.Take();
        if (nearest.Count == 0) return [];
        var rest = NewQuery().With(new MemoryFilter { Ids = [.. nearest.Keys] });
        return (await ReadAsync(connection, rest, MemoryLimits.MostNearest, cancellation))
            .Select(entry => new MemoryCandidate(entry, nearest[entry.Id]));
    }

    private async Task<List<MemoryEntry>> ReadAsync(
        NpgsqlConnection connection, MemoryQuery query, int most, CancellationToken cancellation)
    {
        var sql = $"SELECT {MemoryColumns.All} FROM hanzo_memory WHERE {query.Where} ORDER BY created DESC, id DESC "
            + $"LIMIT {query.Add((long)most)}";
        await using var command = PostgresMemoryRows.Command(connection, sql, query.Values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var entries = new List<MemoryEntry>();
        while (await reader.ReadAsync(cancellation)) entries.Add(MemoryColumns.Entry(_place.Name, new PostgresRow(reader)));
        return entries;
    }

    private static async Task<int> RunAsync(
        NpgsqlConnection connection, string sql, IReadOnlyList<object> values, CancellationToken cancellation)
    {
        await using var command = PostgresMemoryRows.Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
