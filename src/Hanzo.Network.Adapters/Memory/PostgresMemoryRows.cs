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
        ? Command(connection, Ranked, [.. MemoryColumns.Values(entry), entry.Vector.ToArray()])
        : Command(connection, Plain, MemoryColumns.Values(entry));

    private static string InsertInto(string columns, int count) =>
        $"INSERT INTO hanzo_memory ({columns}) VALUES ("
        + string.Join(", ", Enumerable.Range(1, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"${n}")))
        + ") ON CONFLICT DO NOTHING";

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

/// <summary>What its reader stands at.</summary>
internal readonly struct PostgresRow(NpgsqlDataReader reader) : IDatabaseRow
{
    public string Text(int column) => reader.GetString(column);

    public long Number(int column) => reader.GetInt64(column);

    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);
}
