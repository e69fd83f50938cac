using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>A prepared statement, used again and again. Parameters count from 1, columns from 0.</summary>
internal sealed class SqliteStatement(SqliteConnection connection, sqlite3_stmt handle) : IDatabaseRow, IDisposable
{
    private const int StackBytes = 512;

    public SqliteStatement Bind(int parameter, long value)
    {
        connection.Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, string value)
    {
        // An empty span has no address, which SQLite would take for NULL.
        if (value.Length == 0)
        {
            connection.Check(raw.sqlite3_bind_text(handle, parameter, utf8z.FromString("")));
            return this;
        }

        var max = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = max > StackBytes ? ArrayPool<byte>.Shared.Rent(max) : null;
        Span<byte> bytes = rented ?? stackalloc byte[StackBytes];
        // SQLite copies.
        connection.Check(raw.sqlite3_bind_text(handle, parameter, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite would take for NULL.
        connection.Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(handle, parameter, 0)
            : raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    /// <returns>Whether there is a row.</returns>
    public bool Step()
    {
        var wait = connection.Waiting();
        while (true)
        {
            var code = raw.sqlite3_step(handle);
            if (code == raw.SQLITE_ROW) return true;
            if (code == raw.SQLITE_DONE) return false;
            raw.sqlite3_reset(handle);
            // With a write-ahead log only the first step can meet another process, so no row comes twice.
            if (!wait.Again(code)) connection.Check(code);
        }
    }

    /// <summary>Runs it to its end, and makes it ready for the next time.</summary>
    public void Run()
    {
        while (Step())
        {
        }

        Reset();
    }

    /// <summary>Makes it ready for the next time, and lets go of what it has read.</summary>
    public void Reset() => raw.sqlite3_reset(handle);

    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string() ?? "";

    public byte[] Bytes(int column) => Blob(column).ToArray();

    /// <summary>Until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();
}
