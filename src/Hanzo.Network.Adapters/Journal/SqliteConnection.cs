using Hanzo.Network.State;
using SQLitePCL;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>One connection to a database file; for one thread at a time.</summary>
internal sealed class SqliteConnection : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly string _file;
    private readonly TimeSpan _busyTimeout;

    static SqliteConnection() => Batteries_V2.Init();

    /// <param name="busyTimeout">How long a call waits for other processes.</param>
    /// <exception cref="EventStoreException">It cannot be opened.</exception>
    public SqliteConnection(string file, TimeSpan busyTimeout)
    {
        (_file, _busyTimeout) = (file, busyTimeout);
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(file, out _handle, Flags, null);
        if (code != raw.SQLITE_OK)
        {
            var error = Error(code);
            _handle.Dispose();
            throw error;
        }

        raw.sqlite3_extended_result_codes(_handle, 1);
    }

    /// <summary>Whether a transaction is open, which some errors end by themselves.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Rows that the last statement has changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>One or more statements without results, of which all may be run again when one of them has to wait.</summary>
    public void Execute(string sql)
    {
        int code;
        var wait = Waiting();
        do code = raw.sqlite3_exec(_handle, sql);
        while (wait.Again(code));
        Check(code);
    }

    public SqliteStatement Prepare(string sql)
    {
        int code;
        sqlite3_stmt statement;
        var wait = Waiting();
        do code = raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement);
        while (wait.Again(code));
        Check(code);
        return new SqliteStatement(this, statement);
    }

    /// <summary>For other processes, during one call.</summary>
    public BusyWait Waiting() => new(_busyTimeout);

    /// <summary>The first column of the first row as text; null when there is no row.</summary>
    public string? Query(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : null;
    }

    /// <summary>The first column of the first row; 0 when there is no row.</summary>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    /// <summary>Copies the whole file, as an open transaction of this connection sees it, or as it is.</summary>
    /// <param name="goesOn">Asked now and then.</param>
    /// <returns>False: it does not go on.</returns>
    public bool CopyTo(SqliteConnection target, Func<bool> goesOn)
    {
        const int PagesAtOnce = 1024;
        using var backup = raw.sqlite3_backup_init(target._handle, "main", _handle, "main");
        if (backup.IsInvalid) throw target.Error(raw.sqlite3_errcode(target._handle));
        var wait = Waiting();
        while (goesOn())
        {
            var code = raw.sqlite3_backup_step(backup, PagesAtOnce);
            if (code == raw.SQLITE_DONE) return true;
            if (code != raw.SQLITE_OK && !wait.Again(code)) Check(code);
        }

        return false;
    }

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)) throw Error(code);
    }

    public void Dispose() => _handle.Dispose();

    private EventStoreException Error(int code) =>
        SqliteErrors.Of(_file, code, raw.sqlite3_errmsg(_handle).utf8_to_string() ?? "no message", _busyTimeout);
}
