using System.Globalization;
using Hanzo.Network.State;
using Npgsql;
using NpgsqlTypes;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>The statement that stores many events at once, prepared, with room for their columns that is used again.</summary>
internal sealed class PostgresInsert : IDisposable
{
    /// <summary>Of a row that stands for an append of no events: its session is looked at, nothing is stored.</summary>
    private const long NoSequence = 0;

    private static readonly NewEvent Nothing = new("", ReadOnlyMemory<byte>.Empty);

    // For sessions whose ends are known: a wrong one violates the unique pair of session and number. Where others have gone on and
    // deleted or forgotten what has that number, the pair is free: there a value is missing that must be there, and nothing is stored.
    private static readonly string KnownSql = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
        SELECT $7, CASE WHEN g.sequence = g.base + 1 AND coalesce(({JournalFormat.EndOf("g.id")}), 0) <> g.base THEN NULL ELSE FALSE END,
            g.id, g.sequence, g.message, g.manifest, {JournalFormat.SerializerId}, g.writer
        FROM unnest($1, $2, $3, $4, $5, $6) AS g (id, sequence, base, message, manifest, writer)
        """);

    // One look at the ends of all sessions, one insert into those that end where they should, in one transaction. Tells of the others.
    private static readonly string Sql = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        WITH given AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6) AS g (id, sequence, base, message, manifest, writer)),
        ends AS (
            SELECT id, base, coalesce(({JournalFormat.EndOf("id")}), 0) AS "end"
            FROM (SELECT DISTINCT id, base FROM given) AS ids),
        stored AS (
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            SELECT $7, FALSE, given.id, given.sequence, given.message, given.manifest, {JournalFormat.SerializerId}, given.writer
            FROM given JOIN ends ON ends.id = given.id
            WHERE ends."end" = ends.base AND given.sequence <> {NoSequence}
            ORDER BY given.id, given.sequence)
        SELECT id, "end" FROM ends WHERE "end" <> base
        """);

    private readonly List<string> _ids = [];
    private readonly List<long> _sequences = [];
    private readonly List<long> _bases = [];
    private readonly List<ReadOnlyMemory<byte>> _messages = [];
    private readonly List<string> _manifests = [];
    private readonly List<string> _writers = [];
    private readonly NpgsqlCommand _checked;
    private readonly NpgsqlCommand _known;

    public PostgresInsert(NpgsqlConnection connection)
    {
        _checked = Prepare(Sql, connection);
        _known = Prepare(KnownSql, connection);
    }

    /// <param name="baseOf">The last event that must be stored before an append's session is added to.</param>
    /// <param name="isKnown">
    /// All sessions are sure to have what these follow, and all are added to; whether they have more shows itself.
    /// </param>
    /// <param name="refused">Is filled with the sessions that end elsewhere, of which nothing was stored, and where.</param>
    public void Run(
        List<PendingAppend> appends, Func<PendingAppend, long> baseOf, bool isKnown, long created, Dictionary<string, long> refused)
    {
        Clear();
        foreach (var append in appends)
        {
            var from = baseOf(append);
            for (var i = 0; i < append.Events.Count; i++) Add(append, from, append.ExpectedSequence + 1 + i, append.Events[i]);
            if (append.Events.Count == 0) Add(append, from, NoSequence, Nothing);
        }

        var command = isKnown ? _known : _checked;
        ((NpgsqlParameter<long>)command.Parameters[^1]).TypedValue = created;
        refused.Clear();
        using (var reader = command.ExecuteReader())
            while (reader.Read()) refused[reader.GetString(0)] = reader.GetInt64(1);
        Clear();
    }

    public void Dispose()
    {
        _checked.Dispose();
        _known.Dispose();
    }

    private NpgsqlCommand Prepare(string sql, NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(sql, connection);
        Add(command, _ids, NpgsqlDbType.Text);
        Add(command, _sequences, NpgsqlDbType.Bigint);
        Add(command, _bases, NpgsqlDbType.Bigint);
        Add(command, _messages, NpgsqlDbType.Bytea);
        Add(command, _manifests, NpgsqlDbType.Text);
        Add(command, _writers, NpgsqlDbType.Text);
        command.Parameters.Add(new NpgsqlParameter<long>());
        command.Prepare();
        return command;
    }

    private static void Add<T>(NpgsqlCommand command, List<T> column, NpgsqlDbType type) =>
        command.Parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | type });

    private void Add(PendingAppend append, long from, long sequence, NewEvent added)
    {
        _ids.Add(append.PersistenceId);
        _sequences.Add(sequence);
        _bases.Add(from);
        _messages.Add(added.Payload);
        _manifests.Add(added.Manifest);
        _writers.Add(append.Writer);
    }

    /// <summary>Also what the events hold is let go of.</summary>
    private void Clear()
    {
        _ids.Clear();
        _sequences.Clear();
        _bases.Clear();
        _messages.Clear();
        _manifests.Clear();
        _writers.Clear();
    }
}
