using Hanzo.Network.State;
using Npgsql;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Snapshots, and the deletion of what they make needless: rows that no reader and no writer waits for.</summary>
internal sealed class PostgresKeeper(PostgresPlace place)
{
    private static readonly string Insert =
        $"""
        INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
        VALUES ($1, $2, $3, $4, $5, {JournalFormat.SerializerId})
        ON CONFLICT (persistence_id, sequence_number) DO UPDATE SET created = EXCLUDED.created, snapshot = EXCLUDED.snapshot,
            manifest = EXCLUDED.manifest, serializer_id = EXCLUDED.serializer_id
        """;

    // The last of all stays, out of sight, and keeps the numbers.
    private static readonly string Delete =
        $"""
        WITH last (n, is_end) AS (SELECT up_to.n, up_to.n = ({JournalFormat.EndOf("$1")})
            FROM ({JournalFormat.LastUpTo("$1", "$2")}) AS up_to (n)),
        marked AS (UPDATE journal SET deleted = TRUE, message = ''
            FROM last WHERE last.is_end AND persistence_id = $1 AND sequence_number = last.n),
        untagged AS (DELETE FROM tags USING last WHERE persistence_id = $1 AND sequence_nr <= last.n)
        DELETE FROM journal USING last
        WHERE persistence_id = $1 AND (sequence_number < last.n OR (sequence_number = last.n AND NOT last.is_end))
        """;

    private static readonly string Forget =
        $"""
        WITH found (is_end) AS (SELECT ({JournalFormat.EndOf("$1")}) = $2),
        untagged AS (DELETE FROM tags USING found WHERE found.is_end AND persistence_id = $1),
        unsaved AS (DELETE FROM snapshot USING found WHERE found.is_end AND persistence_id = $1)
        DELETE FROM journal USING found WHERE found.is_end AND persistence_id = $1
        """;

    private static readonly string SnapshotsIn = JournalFormat.SnapshotsIn("$1", "$2", "$3", "$4", "$5");
    private static readonly string Size = JournalFormat.SizeOf("$1", "octet_length", "NOT deleted");

    public Task SaveAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation) => place.UseAsync(
        Insert,
        [
            Text(persistenceId), Number(snapshot.Sequence), Number(JournalFormat.TicksOf(snapshot.At)), Bytes(snapshot),
            Text(snapshot.Manifest),
        ],
        command => command.ExecuteNonQueryAsync(cancellation),
        cancellation);

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) => place.UseAsync(
        $"DELETE FROM snapshot WHERE {SnapshotsIn}",
        Parameters(persistenceId, range),
        command => command.ExecuteNonQueryAsync(cancellation),
        cancellation);

    public Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation) => place.UseAsync(
        Delete, [Text(persistenceId), Number(toSequence)], command => command.ExecuteNonQueryAsync(cancellation), cancellation);

    public Task ForgetAsync(string persistenceId, long last, CancellationToken cancellation) => place.UseAsync(
        Forget, [Text(persistenceId), Number(last)], command => command.ExecuteNonQueryAsync(cancellation), cancellation);

    public Task<StoredSnapshot?> FindAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) => place.UseAsync(
        $"SELECT sequence_number, manifest, snapshot, created FROM snapshot WHERE {SnapshotsIn} ORDER BY sequence_number DESC LIMIT 1",
        Parameters(persistenceId, range),
        async command =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            if (!await reader.ReadAsync(cancellation)) return null;
            var payload = reader.IsDBNull(2) ? [] : reader.GetFieldValue<byte[]>(2);
            var manifest = reader.IsDBNull(1) ? "" : reader.GetString(1);
            return new StoredSnapshot(reader.GetInt64(0), manifest, payload, JournalFormat.TimeOf(reader.GetInt64(3)));
        },
        cancellation);

    public Task<StoredSize> SizeAsync(string persistenceId, CancellationToken cancellation) => place.UseAsync(
        Size,
        [Text(persistenceId)],
        async command =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            return new StoredSize(reader.GetInt64(0), reader.GetInt64(1));
        },
        cancellation);

    public Task<long> TotalBytesAsync(CancellationToken cancellation) => place.UseAsync(
        """
        SELECT sum(pg_total_relation_size(part))::bigint
        FROM unnest(ARRAY['journal', 'tags', 'snapshot', 'hanzo_journal']::regclass[]) AS part
        """,
        [],
        async command => (long)(await command.ExecuteScalarAsync(cancellation))!,
        cancellation);

    private static NpgsqlParameter[] Parameters(string persistenceId, SnapshotRange range) =>
    [
        Text(persistenceId), Number(range.From), Number(range.To),
        Number(JournalFormat.TicksOf(range.Since)), Number(JournalFormat.TicksOf(range.Until)),
    ];

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };

    private static NpgsqlParameter<ReadOnlyMemory<byte>> Bytes(StoredSnapshot snapshot) => new() { TypedValue = snapshot.Payload };
}
