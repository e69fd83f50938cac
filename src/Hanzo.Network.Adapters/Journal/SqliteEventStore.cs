using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// A journal in one file, which the processes of one machine share. What is acknowledged has reached the disk
/// (<c>synchronous = FULL</c>) and survives the end of the process and the loss of power.
/// </summary>
/// <remarks>
/// Two writers of one session are told apart by the unique pair of persistence id and sequence number. The file must be on a
/// local disk: SQLite's locks and its shared memory do not reach over a network. A network file system is refused where the system
/// names it as one.
/// </remarks>
public sealed class SqliteEventStore : IDurableEventStore, IDisposable
{
    public const string FileName = "journal.db";

    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly SqliteKeeper _keeper;
    private readonly AppendQueue _queue;
    private readonly GroupCommit _commits;
    private bool _disposed;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="EventStoreException">It cannot be used; the message names the file and says why.</exception>
    public SqliteEventStore(string path, TimeProvider time, IIds ids, SqliteJournalOptions? options = null)
    {
        options ??= new SqliteJournalOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxWaiting, 1);
        var file = new SqliteJournalFile(path, ids, options);
        _writer = new SqliteWriter(file, time);
        Path = file.Path;
        var id = _writer.Open();
        JournalId = $"sqlite:{id}@{Environment.MachineName}:{Path}";
        _readers = new SqliteReaders(file);
        _keeper = new SqliteKeeper(file, id);
        Histories = new SqliteHistories(file, _keeper, time);
        _queue = new AppendQueue(Path, options.MaxWaiting);
        _commits = new GroupCommit(_queue, _writer.Write);
    }

    public string Path { get; }

    /// <summary>What was written into the file when it was made, with the place: a copy elsewhere is another journal.</summary>
    public string JournalId { get; }

    public bool OutlivesMachine => false;

    /// <summary>Its histories as they go over into the network's journal.</summary>
    internal SqliteHistories Histories { get; }

    /// <summary>Appends that wait and are not being written yet.</summary>
    internal int Waiting => _queue.Count;

    /// <summary>Appends per transaction, for figures.</summary>
    internal int MedianBatch => _commits.MedianBatch();

    public Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation) =>
        _commits.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);

    public IAsyncEnumerable<StoredEvent> ReadAsync(string persistenceId, long fromSequence, CancellationToken cancellation) =>
        EventPage.ReadAllAsync(_readers.ReadAsync, persistenceId, fromSequence, cancellation);

    public Task<long> HighestAsync(string persistenceId, CancellationToken cancellation) =>
        _readers.HighestAsync(persistenceId, cancellation);

    public Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation) =>
        _readers.IdsAsync(from, before, most, cancellation);

    public Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation) =>
        _keeper.DeleteAsync(persistenceId, toSequence, cancellation);

    public Task ForgetAsync(string persistenceId, long last, CancellationToken cancellation) =>
        _keeper.ForgetAsync(persistenceId, last, cancellation);

    public Task SaveSnapshotAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation)
    {
        AppendLimits.Check(persistenceId, snapshot);
        return _keeper.SaveAsync(persistenceId, snapshot, cancellation);
    }

    public Task<StoredSnapshot?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        _readers.FindSnapshotAsync(persistenceId, range, cancellation);

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        _keeper.DeleteSnapshotsAsync(persistenceId, range, cancellation);

    public Task<StoredSize> SizeAsync(string persistenceId, CancellationToken cancellation) =>
        _readers.SizeAsync(persistenceId, cancellation);

    public Task<long> TotalBytesAsync(CancellationToken cancellation) => _readers.TotalBytesAsync(cancellation);

    /// <summary>Writes what waits to be written, then lets go of the file.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _commits.Dispose();
        _writer.Dispose();
        _readers.Dispose();
        _keeper.Dispose();
    }
}
