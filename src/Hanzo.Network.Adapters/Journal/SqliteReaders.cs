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

        public void Dispose()
        {
            _page.Dispose();
            _highest.Dispose();
            _ids.Dispose();
            _connection.Dispose();
        }
    }
}
