using System.Globalization;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;

namespace Hanzo.Network.Adapters.Memory;

/// <summary>
/// Memories in the file of a SQLite journal, which the processes of one machine share. What is acknowledged has reached the disk.
/// Vectors are kept as bytes and compared in process. The file is opened by the first call, and made where it is missing.
/// </summary>
public sealed class SqliteMemoryStore : IMemoryStore, IDisposable
{
    private readonly SqliteDesk _writing;
    private readonly SqliteDesk _reading;
    private readonly string _file;

    /// <param name="path">On a local disk.</param>
    public SqliteMemoryStore(string path, IIds ids)
    {
        var file = new SqliteJournalFile(path, ids, new SqliteJournalOptions());
        _file = file.Path;
        _writing = new SqliteDesk(_file, () => Open(file));
        _reading = new SqliteDesk(_file, () => Open(file));
    }

    public string Description => $"in SQLite, {_file}, vectors compared in process";

    public Task<bool> WriteAsync(MemoryWrite write, CancellationToken cancellation) =>
        _writing.UseAsync(connection => Write(connection, write), cancellation);

    public Task<IReadOnlyList<MemoryCandidate>> FindAsync(MemorySearch search, CancellationToken cancellation) =>
        _reading.UseAsync<IReadOnlyList<MemoryCandidate>>(
            connection =>
            {
                var others = NewQuery().With(search.Filter).With(search.Reader);
                others.And($"embedder <> {others.Add(search.Embedder)}");
                return
                [
                    .. Nearest(connection, search),
                    .. Read(connection, others, MemoryLimits.MostCandidates).Select(entry => new MemoryCandidate(entry, null)),
                ];
            },
            cancellation);

    public Task<IReadOnlyList<MemoryEntry>> ListAsync(MemoryFilter filter, int most, CancellationToken cancellation) =>
        _reading.UseAsync<IReadOnlyList<MemoryEntry>>(connection => Read(connection, NewQuery().With(filter), most), cancellation);

    public Task<IReadOnlyList<MemoryTrait>> TraitsAsync(MemoryOwner owner, CancellationToken cancellation) =>
        _reading.UseAsync<IReadOnlyList<MemoryTrait>>(connection => Traits(connection, owner), cancellation);

    public Task<int> DeleteAsync(MemoryFilter filter, CancellationToken cancellation) => _writing.UseAsync(
        connection =>
        {
            connection.Execute("BEGIN IMMEDIATE");
            var deleted = MemoryQuery.Parts(filter).Sum(part => Delete(connection, part));
            connection.Execute("COMMIT");
            return deleted;
        },
        cancellation);

    public void Dispose()
    {
        _writing.Dispose();
        _reading.Dispose();
    }

    private static SqliteConnection Open(SqliteJournalFile file)
    {
        var (connection, _) = file.OpenToWrite();
        try
        {
            SqliteMemorySchema.Ensure(connection, file.Path);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static MemoryQuery NewQuery() => new(number => string.Create(CultureInfo.InvariantCulture, $"?{number}"), "instr");

    // What it throws ends with the connection, and so the transaction.
    private static bool Write(SqliteConnection connection, MemoryWrite write)
    {
        connection.Execute("BEGIN IMMEDIATE");
        if (write.Run is { } run && !Know(connection, run, write.At))
        {
            connection.Execute("ROLLBACK");
            return false;
        }

        foreach (var entry in write.Entries) Insert(connection, entry);
        foreach (var id in write.Used)
        {
            using var use = connection.Prepare(MemoryColumns.Use("?1", "?2", "?3"));
            use.Bind(1, JournalFormat.TicksOf(write.At)).Bind(2, MemoryScore.UsesToLast).Bind(3, id).Run();
        }

        if (!write.Replaced.IsEmpty)
            foreach (var part in MemoryQuery.Parts(new MemoryFilter { Ids = write.Replaced })) Delete(connection, part);
        connection.Execute("COMMIT");
        return true;
    }

    /// <returns>False: it was known before.</returns>
    private static bool Know(SqliteConnection connection, string run, DateTimeOffset at)
    {
        using var forget = connection.Prepare("DELETE FROM hanzo_memory_run WHERE at < ?1");
        forget.Bind(1, JournalFormat.TicksOf(at - MemoryLimits.RunsKnownFor)).Run();
        using var insert = connection.Prepare("INSERT OR IGNORE INTO hanzo_memory_run (run, at) VALUES (?1, ?2)");
        insert.Bind(1, run).Bind(2, JournalFormat.TicksOf(at)).Run();
        return connection.Changes == 1;
    }

    private static void Insert(SqliteConnection connection, MemoryEntry entry)
    {
        using var insert = connection.Prepare(
            $"INSERT INTO hanzo_memory ({MemoryColumns.All}) "
                + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT (id) DO NOTHING");
        Bind(insert, MemoryColumns.Values(entry)).Run();
    }

    private static int Delete(SqliteConnection connection, MemoryFilter filter)
    {
        var query = NewQuery().With(filter);
        using var delete = connection.Prepare($"DELETE FROM hanzo_memory WHERE {query.Where}");
        Bind(delete, query).Run();
        return connection.Changes;
    }

    private IEnumerable<MemoryCandidate> Nearest(SqliteConnection connection, MemorySearch search)
    {
        var query = NewQuery().With(search.Filter).With(search.Reader);
        query.And($"embedder = {query.Add(search.Embedder)}");
        var near = new NearestMemories(search);
        // In no order: sorting would carry every vector along.
        using (var select = connection.Prepare($"SELECT id, embedding FROM hanzo_memory WHERE {query.Where}"))
        {
            Bind(select, query);
            while (select.Step()) near.Add(select.Blob(1), () => select.Text(0));
        }

        var nearest = near.Take();
        if (nearest.Count == 0) return [];
        var rest = NewQuery().With(new MemoryFilter { Ids = [.. nearest.Keys] });
        return Read(connection, rest, MemoryLimits.MostNearest).Select(entry => new MemoryCandidate(entry, nearest[entry.Id]));
    }

    private List<MemoryEntry> Read(SqliteConnection connection, MemoryQuery query, int most)
    {
        var limit = query.Add((long)most);
        using var select = connection.Prepare(
            $"SELECT {MemoryColumns.All} FROM hanzo_memory WHERE {query.Where} ORDER BY created DESC, id DESC LIMIT {limit}");
        Bind(select, query);
        var entries = new List<MemoryEntry>();
        while (select.Step()) entries.Add(MemoryColumns.Entry(_file, select));
        return entries;
    }

    private static List<MemoryTrait> Traits(SqliteConnection connection, MemoryOwner owner)
    {
        using var select = connection.Prepare($"SELECT {MemoryColumns.Traits} FROM hanzo_memory WHERE owner = ?1");
        select.Bind(1, owner.Key);
        var traits = new List<MemoryTrait>();
        while (select.Step()) traits.Add(MemoryColumns.Trait(select));
        return traits;
    }

    private static SqliteStatement Bind(SqliteStatement statement, MemoryQuery query) => Bind(statement, query.Values);

    private static SqliteStatement Bind(SqliteStatement statement, IReadOnlyList<object> values)
    {
        for (var i = 0; i < values.Count; i++)
            _ = values[i] switch
            {
                string text => statement.Bind(i + 1, text),
                byte[] bytes => statement.Bind(i + 1, bytes),
                var number => statement.Bind(i + 1, (long)number),
            };
        return statement;
    }
}
