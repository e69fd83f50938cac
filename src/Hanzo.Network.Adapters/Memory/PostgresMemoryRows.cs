using System.Globalization;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Memory;
using Npgsql;

namespace Hanzo.Network.Adapters.Memory;

/// <summary>Memories as rows of PostgreSQL.</summary>
internal static class PostgresMemoryRows
{
    /// <summary>Of <see cref="MemoryColumns.All"/>.</summary>
    public const int Columns = 15;

    private static readonly string Plain = InsertInto(MemoryColumns.All, Columns);
    private static readonly string Ranked = InsertInto($"{MemoryColumns.All}, near", Columns + 1);

    /// <param name="isRanked">The server compares vectors.</param>
    public static NpgsqlCommand Insert(NpgsqlConnection connection, MemoryEntry entry, bool isRanked) => isRanked
        ? Command(connection, Ranked, [.. Values(entry), entry.Vector.ToArray()])
        : Command(connection, Plain, Values(entry));

    private static string InsertInto(string columns, int count) =>
        $"INSERT INTO hanzo_memory ({columns}) VALUES ("
        + string.Join(", ", Enumerable.Range(1, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"${n}")))
        + ") ON CONFLICT DO NOTHING";

    private static object[] Values(MemoryEntry entry) =>
    [
        entry.Id, entry.Owner.Key, entry.Agent, MemoryColumns.UserOf(entry.User), MemoryColumns.SessionsOf(entry.Sessions),
        MemoryNames.Of(entry.Kind), MemoryNames.Of(entry.Source), entry.Text, MemoryColumns.ImportanceOf(entry.Importance),
        JournalFormat.TicksOf(entry.Created), JournalFormat.TicksOf(entry.LastUsed), (long)entry.Uses, entry.IsShared ? 1L : 0L,
        entry.Embedder, MemoryColumns.BytesOf(entry.Vector).ToArray(),
    ];

    public static MemoryEntry Read(NpgsqlDataReader row, string store) => MemoryColumns.Entry(store, () => new MemoryEntry
    {
        Id = row.GetString(0),
        Owner = MemoryOwner.Parse(row.GetString(1)),
        Agent = row.GetString(2),
        User = MemoryColumns.NullableUserOf(row.GetString(3)),
        Sessions = MemoryColumns.SessionsOf(row.GetString(4)),
        Kind = MemoryNames.KindOf(row.GetString(5)),
        Source = MemoryNames.SourceOf(row.GetString(6)),
        Text = row.GetString(7),
        Importance = MemoryColumns.ImportanceOf(row.GetInt64(8)),
        Created = JournalFormat.TimeOf(row.GetInt64(9)),
        LastUsed = JournalFormat.TimeOf(row.GetInt64(10)),
        Uses = (int)row.GetInt64(11),
        IsShared = row.GetInt64(12) != 0,
        Embedder = row.GetString(13),
        Vector = MemoryColumns.VectorOf(row.GetFieldValue<byte[]>(14)),
    });

    /// <param name="values">Texts, whole numbers, bytes and vectors.</param>
    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, IReadOnlyList<object> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(value switch
            {
                string text => new NpgsqlParameter<string> { TypedValue = text },
                long number => new NpgsqlParameter<long> { TypedValue = number },
                byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes },
                float[] vector => new NpgsqlParameter<float[]> { TypedValue = vector },
                _ => throw new ArgumentException($"'{value.GetType().Name}' is no value of a memory.", nameof(values)),
            });
        return command;
    }
}
