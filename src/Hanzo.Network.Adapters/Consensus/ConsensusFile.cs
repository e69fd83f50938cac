using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Consensus;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Consensus;

/// <summary>The tables of a consensus log. For one thread.</summary>
internal sealed class ConsensusFile : IDisposable
{
    private const string Version = "1";

    /// <summary>The term, and whom this member has voted for in it.</summary>
    private const string State = "state";

    /// <summary>The snapshot that came from another member and is in a file beside.</summary>
    private const string Received = "received";

    /// <summary>Of 4 KiB: with SQLite's own 1000 an append in some hundred waits for two more syncs.</summary>
    private const int CheckpointPages = 4096;

    private const string Tables =
        """
        CREATE TABLE IF NOT EXISTS hanzo_consensus (
            key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL, checksum INTEGER) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS consensus_log (number INTEGER NOT NULL PRIMARY KEY, entry BLOB NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS consensus_pieces (
            snapshot INTEGER NOT NULL, arriving INTEGER NOT NULL, start INTEGER NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (arriving, snapshot, start)) WITHOUT ROWID;
        """;

    private readonly string _path;
    private readonly string _group;
    private readonly string? _owner;
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _removeFrom;
    private readonly SqliteStatement _insert;
    private readonly SnapshotFiles _files;
    private long? _received;
    private long? _receivedBefore;
    private bool _dropFiles;

    /// <param name="owner">Null: whose it is does not matter.</param>
    public ConsensusFile(string path, string group, string? owner, SqliteJournalOptions options)
    {
        (_path, _group, _owner) = (path, group, owner);
        _files = new SnapshotFiles(path);
        _connection = new SqliteConnection(path, options.BusyTimeout);
        try
        {
            // A commit is on the disk before it is told: as in the journal's file.
            _connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            _connection.Execute("PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1");
            _connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint = {CheckpointPages}"));
            if (options.MaxPages is { } pages)
                _connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
            _connection.Execute(Tables);
            // A file of an earlier version has none; one that such a version writes to again has none of what it has written.
            if (!HasChecksums()) _connection.Execute("ALTER TABLE hanzo_consensus ADD COLUMN checksum INTEGER");
            _removeFrom = _connection.Prepare("DELETE FROM consensus_log WHERE number >= ?1");
            _insert = _connection.Prepare("INSERT INTO consensus_log (number, entry, checksum) VALUES (?1, ?2, ?3)");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>What is told of a failure that is not ours.</summary>
    public static ConsensusLogException ErrorOf(string path, Exception failure) =>
        failure is EventStoreException { Problem: EventStoreProblem.Unreadable }
            ? DamageOf(path, "it is no whole SQLite database any more", failure)
            : new ConsensusLogException(path, failure.Message, failure);

    public void InOneTransaction<T>(IReadOnlyList<T> works, Action<T> work)
    {
        _connection.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (var one in works) work(one);
            _connection.Execute("COMMIT");
            if (_dropFiles) _files.DropAllBut(_received, _receivedBefore);
            _dropFiles = false;
        }
        catch
        {
            if (_connection.IsInTransaction) _connection.Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>What the file says; null: nothing yet.</summary>
    public string? Group => Text("group");

    public RaftRecovery Recover(GroupConfig founders)
    {
        if (Text("version") is not { } version) Found(founders);
        else if (version != Version) throw Error($"it has format {version}; this version reads {Version}.");
        if (Text("group") is var group && group != _group) throw Error($"it belongs to the group '{group}', not to '{_group}'.");
        Own();
        try
        {
            // What a process that was killed had written, and not made durable yet, is found like all else: any change makes it durable.
            Put("opened", $"{Number(Text("opened") ?? "0") + 1}");
            var snapshot = RaftCodec.ReadSnapshot(Find("snapshot") ?? throw Error("it has lost what its snapshot is."));
            var state = (Text(State) ?? "0").Split(' ', 2);
            var before = (Text("before") ?? "0 0").Split(' ');
            var position = new LogPosition(Number(before[0]), Number(before[1]));
            var vote = state.Length == 2 ? new MemberId(state[1]) : (MemberId?)null;
            _received = Text(Received) is { } received ? Number(received) : null;
            Run("DELETE FROM consensus_pieces WHERE arriving = 1");
            _dropFiles = true;
            return new RaftRecovery(new HardState(Number(state[0]), vote), snapshot, position, Entries(position.Index, snapshot.Index));
        }
        catch (FormatException damage)
        {
            throw Damaged(damage.Message);
        }
    }

    public void Write(PersistBatch batch)
    {
        if (batch.State is { } state) Put(State, state.Vote is { } vote ? $"{state.Term} {vote}" : $"{state.Term}");
        if (batch.Install is { } install) Install(install);
        if (!batch.Entries.IsEmpty)
        {
            _removeFrom.Bind(1, batch.Entries[0].Index).Run();
            foreach (var entry in batch.Entries)
            {
                var bytes = RaftCodec.Write(entry);
                _insert.Bind(1, entry.Index).Bind(2, bytes).Bind(3, Checksum(bytes)).Run();
            }
        }
        if (batch.CutTo is not { } cut) return;
        Run("DELETE FROM consensus_log WHERE number <= ?1", cut.Index);
        Put("before", $"{cut.Index} {cut.Term}");
    }

    /// <summary>Goes into a file beside, which the log does not know of before it is installed.</summary>
    public void Receive(ReceivedChunk chunk) => _files.Receive(chunk.Offset, chunk.Data.Span);

    /// <summary>Beside the new snapshot the member's own one before stays; what came from another is not needed any more.</summary>
    public SnapshotMeta Store(SnapshotMeta snapshot, ReadOnlySpan<byte> content)
    {
        Run("DELETE FROM consensus_pieces WHERE arriving = 0 AND snapshot = ?1", snapshot.Index);
        for (var start = 0; start < content.Length; start += RaftSettings.MaxChunkBytes)
            Piece(snapshot.Index, start, content.Slice(start, Math.Min(RaftSettings.MaxChunkBytes, content.Length - start)));
        if (Find("snapshot") is { } known && RaftCodec.ReadSnapshot(known).Index > snapshot.Index) return snapshot;
        Put("snapshot", RaftCodec.Write(snapshot));
        Forget();
        if (_received is null) return snapshot;
        using var remove = _connection.Prepare("DELETE FROM hanzo_consensus WHERE key = ?1");
        remove.Bind(1, Received).Run();
        (_received, _receivedBefore, _dropFiles) = (null, null, true);
        return snapshot;
    }

    public ReadOnlyMemory<byte>? Read(SnapshotMeta snapshot, long offset, int length)
    {
        if (_files.Read(snapshot, offset, length) is { } received) return received;
        if (LengthOf(snapshot.Index) != snapshot.Bytes) return null;
        var content = new byte[length];
        using var pieces = _connection.Prepare(
            "SELECT start, data FROM consensus_pieces WHERE arriving = 0 AND snapshot = ?1 AND start < ?2 AND start + length(data) > ?3");
        pieces.Bind(1, snapshot.Index).Bind(2, offset + length).Bind(3, offset);
        while (pieces.Step())
        {
            var start = pieces.Number(0);
            var data = pieces.Blob(1);
            var from = Math.Max(start, offset);
            var upTo = Math.Min(start + data.Length, offset + length);
            data[(int)(from - start)..(int)(upTo - start)].CopyTo(content.AsSpan((int)(from - offset)));
        }
        return content;
    }

    public void Dispose()
    {
        _files.Dispose();
        _removeFrom.Dispose();
        _insert.Dispose();
        _connection.Dispose();
    }

    private void Found(GroupConfig founders)
    {
        Put("version", Version);
        Put("group", _group);
        Put("snapshot", RaftCodec.Write(RaftRecovery.Begin(founders).Snapshot));
    }

    // A copied folder would bring another network's group into this one, where the older of two groups counts.
    private void Own()
    {
        if (_owner is null) return;
        if (Text("owner") is not { } owner) Put("owner", _owner);
        else if (owner != _owner)
        {
            throw Error($"it is the log of {owner}, not of {_owner}. Move it away, and replica.db with it: the node then joins its "
                + "network's group as a new member; the others go on.");
        }
    }

    private void Install(SnapshotMeta snapshot)
    {
        _files.Keep(snapshot);
        Run("DELETE FROM consensus_log");
        Run("DELETE FROM consensus_pieces");
        Put("snapshot", RaftCodec.Write(snapshot));
        Put("before", $"{snapshot.Index} {snapshot.Term}");
        Put(Received, snapshot.Index.ToString(CultureInfo.InvariantCulture));
        // The machines may still be reading the one before.
        (_received, _receivedBefore, _dropFiles) = (snapshot.Index, _received, true);
    }

    private void Forget() => Run(
        """
        DELETE FROM consensus_pieces WHERE arriving = 0 AND snapshot NOT IN
            (SELECT DISTINCT snapshot FROM consensus_pieces WHERE arriving = 0 ORDER BY snapshot DESC LIMIT 2)
        """);

    private ImmutableArray<LogEntry> Entries(long before, long snapshot)
    {
        var entries = ImmutableArray.CreateBuilder<LogEntry>();
        using var rows = _connection.Prepare("SELECT number, entry, checksum FROM consensus_log ORDER BY number");
        while (rows.Step())
        {
            var bytes = rows.Bytes(1);
            var expected = before + entries.Count + 1;
            if (rows.Number(0) != expected || rows.Number(2) != Checksum(bytes)) throw Damaged($"entry {expected}");
            var entry = RaftCodec.ReadEntry(bytes);
            if (entry.Index != expected) throw Damaged($"entry {expected}");
            entries.Add(entry);
        }
        if (before + entries.Count < snapshot) throw Damaged($"entry {before + entries.Count + 1}, which is missing");
        return entries.DrainToImmutable();
    }

    // No backup may take its place: it would lack what was acknowledged since.
    private static ConsensusLogException DamageOf(string path, string what, Exception? cause) => new(
        path,
        $"it is damaged ({what}); this member may have acknowledged what is lost. Move the file away: the member then joins anew, "
            + "under another id, and the others go on.",
        cause);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static long Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes) sum = BitOperations.Crc32C(sum, one);
        return ~sum;
    }

    private void Piece(long snapshot, long start, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return;
        using var insert = _connection.Prepare(
            "INSERT OR REPLACE INTO consensus_pieces (snapshot, arriving, start, data) VALUES (?1, 0, ?2, ?3)");
        insert.Bind(1, snapshot).Bind(2, start).Bind(3, data).Run();
    }

    private long LengthOf(long snapshot)
    {
        using var sum = _connection.Prepare("SELECT sum(length(data)) FROM consensus_pieces WHERE arriving = 0 AND snapshot = ?1");
        return sum.Bind(1, snapshot).Step() ? sum.Number(0) : 0;
    }

    private void Put(string key, string value) => Put(key, System.Text.Encoding.UTF8.GetBytes(value));

    private void Put(string key, byte[] value)
    {
        using var put = _connection.Prepare("INSERT OR REPLACE INTO hanzo_consensus (key, value, checksum) VALUES (?1, ?2, ?3)");
        put.Bind(1, key).Bind(2, value).Bind(3, Checksum(value)).Run();
    }

    private bool HasChecksums()
    {
        using var find = _connection.Prepare("SELECT 1 FROM pragma_table_info('hanzo_consensus') WHERE name = 'checksum'");
        return find.Step();
    }

    private byte[]? Find(string key)
    {
        using var find = _connection.Prepare("SELECT value, checksum IS NULL, checksum FROM hanzo_consensus WHERE key = ?1");
        if (!find.Bind(1, key).Step()) return null;
        var value = find.Bytes(0);
        return find.Number(1) == 1 || find.Number(2) == Checksum(value) ? value
            : throw Damaged(key == State ? "its term and vote" : $"what it says of its {key}");
    }

    private string? Text(string key) => Find(key) is { } value ? System.Text.Encoding.UTF8.GetString(value) : null;

    private void Run(string sql, params ReadOnlySpan<long> values)
    {
        using var statement = _connection.Prepare(sql);
        for (var i = 0; i < values.Length; i++) statement.Bind(i + 1, values[i]);
        statement.Run();
    }

    private ConsensusLogException Error(string problem) => new(_path, problem);

    private ConsensusLogException Damaged(string what) => DamageOf(_path, what, null);
}
