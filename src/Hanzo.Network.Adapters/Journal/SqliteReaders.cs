using System.Collections.Concurrent;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Reads pages of events, several at once on connections of their own, which no writer waits for.</summary>
internal sealed class SqliteReaders(SqliteJournalFile file) : IDisposable
{
    /// <summary>Readings at once; more wait.</summary>
    public const int MaxAtOnce = 4;

    private readonly SemaphoreSlim _free = new(MaxAtOnce);
    private readonly ConcurrentBag<Reader> _idle = [];
    private volatile bool _closed;

    /// <summary>The next events from <paramref name="from"/> on.</summary>
    public Task<EventPage> ReadAsync(string persistenceId, long from, CancellationToken cancellation) =>
        UseAsync(reader => reader.Read(persistenceId, from), cancellation);

    public Task<long> HighestAsync(string persistenceId, CancellationToken cancellation) =>
        UseAsync(reader => reader.Highest(persistenceId), cancellation);

    public Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation) =>
        UseAsync<IReadOnlyList<string>>(reader => reader.Ids(from, before, most), cancellation);

    public Task<StoredSnapshot?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        UseAsync(reader => reader.Find(persistenceId, range), cancellation);

    public Task<StoredSize> SizeAsync(string persistenceId, CancellationToken cancellation) =>
        UseAsync(reader => reader.Size(persistenceId), cancellation);

    public Task<long> TotalBytesAsync(CancellationToken cancellation) => UseAsync(reader => reader.TotalBytes(), cancellation);

    /// <summary>For <see cref="JournalFormat.SnapshotsIn"/> of parameters 1 to 5.</summary>
    public static SqliteStatement Bind(SqliteStatement statement, string persistenceId, SnapshotRange range) => statement
        .Bind(1, persistenceId).Bind(2, range.From).Bind(3, range.To)
        .Bind(4, JournalFormat.TicksOf(range.Since)).Bind(5, JournalFormat.TicksOf(range.Until));

    /// <summary>Waits for readings under way; those that begin later wait for <see cref="Resume"/>, and see the new.</summary>
    public void Pause()
    {
        for (var i = 0; i < MaxAtOnce; i++) _free.Wait();
        DropIdle();
    }

    public void Resume() => _free.Release(MaxAtOnce);

    /// <summary>Readings under way end by themselves. The semaphore, which holds nothing, stays for them.</summary>
    public void Dispose()
    {
        _closed = true;
        DropIdle();
    }

    private void DropIdle()
    {
        while (_idle.TryTake(out var reader)) reader.Dispose();
    }

    private async Task<T> UseAsync<T>(Func<Reader, T> read, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            // The disk may be slow, and the caller's thread may be an actor's.
            return await Task.Run(() => Use(read), cancellation);
        }
        finally
        {
            _free.Release();
        }
    }

    private T Use<T>(Func<Reader, T> read)
    {
        if (_closed) throw new EventStoreException(file.Path, EventStoreProblem.Closed, "it is closed.");
        var reader = _idle.TryTake(out var idle) ? idle : new Reader(file.Open());
        T result;
        try
        {
            result = read(reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        _idle.Add(reader);
        // Whoever closes between the two lines finds the reader, or is found here.
        if (_closed) DropIdle();
        return result;
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteStatement _page;
        private readonly SqliteStatement _highest;
        private readonly SqliteStatement _ids;
        private readonly SqliteStatement _snapshot;
        private readonly SqliteStatement _size;

        public Reader(SqliteConnection connection)
        {
            _connection = connection;
            try
            {
                _page = connection.Prepare(
                    "SELECT sequence_number, manifest, message, writer_uuid, created FROM journal "
                        + "WHERE persistence_id = ?1 AND sequence_number >= ?2 AND deleted = 0 ORDER BY sequence_number LIMIT ?3");
                _highest = connection.Prepare(JournalFormat.EndOf("?1"));
                _ids = connection.Prepare(JournalFormat.IdsBetween("?1", "?2", "?3"));
                _snapshot = connection.Prepare(
                    "SELECT sequence_number, manifest, snapshot, created FROM snapshot "
                        + $"WHERE {JournalFormat.SnapshotsIn("?1", "?2", "?3", "?4", "?5")} ORDER BY sequence_number DESC LIMIT 1");
                _size = connection.Prepare(JournalFormat.SizeOf("?1", "length", "deleted = 0"));
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }

        public EventPage Read(string persistenceId, long from)
        {
            var events = new List<StoredEvent>();
            _page.Bind(1, persistenceId).Bind(2, from).Bind(3, EventPage.MaxEvents);
            var hasMore = true;
            for (var bytes = 0; bytes < EventPage.MaxBytes && (hasMore = _page.Step());)
            {
                var payload = _page.Bytes(2);
                var at = JournalFormat.TimeOf(_page.Number(4));
                events.Add(new StoredEvent(_page.Number(0), _page.Text(1), payload, _page.Text(3), at));
                bytes += payload.Length;
            }

            _page.Reset();
            return new EventPage(events, IsLast: !hasMore && events.Count < EventPage.MaxEvents);
        }

        public long Highest(string persistenceId)
        {
            var highest = _highest.Bind(1, persistenceId).Step() ? _highest.Number(0) : 0;
            _highest.Reset();
            return highest;
        }

        public List<string> Ids(string from, string before, int most)
        {
            var ids = new List<string>();
            _ids.Bind(1, from).Bind(2, before).Bind(3, most);
            while (_ids.Step()) ids.Add(_ids.Text(0));
            _ids.Reset();
            return ids;
        }

        public StoredSnapshot? Find(string persistenceId, SnapshotRange range)
        {
            var found = Bind(_snapshot, persistenceId, range).Step()
                ? new StoredSnapshot(
                    _snapshot.Number(0), _snapshot.Text(1), _snapshot.Bytes(2), JournalFormat.TimeOf(_snapshot.Number(3)))
                : null;
            _snapshot.Reset();
            return found;
        }

        public StoredSize Size(string persistenceId)
        {
            var size = _size.Bind(1, persistenceId).Step() ? new StoredSize(_size.Number(0), _size.Number(1)) : default;
            _size.Reset();
            return size;
        }

        public long TotalBytes() => PragmaOf("page_count") * PragmaOf("page_size");

        public void Dispose()
        {
            _page.Dispose();
            _highest.Dispose();
            _ids.Dispose();
            _snapshot.Dispose();
            _size.Dispose();
            _connection.Dispose();
        }

        private long PragmaOf(string name) =>
            long.Parse(_connection.Query($"PRAGMA {name}") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
    }
}
