using System.Runtime.CompilerServices;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>
/// The shared store as one process sees it. A call that fails with <see cref="IOException"/> may have been carried out
/// nevertheless.
/// </summary>
public sealed class EventStoreHandle : IEventStore
{
    internal EventStoreHandle(SimulatedEventStore store, int node, int life) => (Store, Node, Life) = (store, node, life);

    public int Node { get; }

    public int Life { get; }

    internal SimulatedEventStore Store { get; }

    internal bool IsEnded { get; private set; }

    /// <summary>The process has ended: what it sent may still be carried out, but nobody hears of it.</summary>
    public void End() => IsEnded = true;

    public Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        if (events.Count == 0) return Task.CompletedTask;
        var append = Append.Of(Node, persistenceId, expectedSequence, writer, events, Store.Time.GetUtcNow());
        return CallAsync(log => WriteAsync(log, append), failure => Tell(append, writer, failure), cancellation);
    }

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        string persistenceId, long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var stored in await QueryAsync(index => index.Read(persistenceId, fromSequence), cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return stored;
        }
    }

    public Task<long> HighestAsync(string persistenceId, CancellationToken cancellation) =>
        QueryAsync(index => index.HighestOf(persistenceId), cancellation);

    public Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation) =>
        QueryAsync(index => index.Ids(from, before, most), cancellation);

    public Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation) =>
        ChangeAsync(new EventsDeleted(Node, persistenceId, toSequence), cancellation);

    public Task ForgetAsync(string persistenceId, long last, CancellationToken cancellation) =>
        ChangeAsync(new Forgotten(Node, persistenceId, last), cancellation);

    public Task SaveSnapshotAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation) =>
        ChangeAsync(new SnapshotSaved(Node, persistenceId, snapshot with { Payload = snapshot.Payload.ToArray() }), cancellation);

    public Task<StoredSnapshot?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        QueryAsync(index => index.Find(persistenceId, range), cancellation);

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        ChangeAsync(new SnapshotsDeleted(Node, persistenceId, range), cancellation);

    public Task<StoredSize> SizeAsync(string persistenceId, CancellationToken cancellation) =>
        QueryAsync(index => index.SizeOf(persistenceId), cancellation);

    public Task<long> TotalBytesAsync(CancellationToken cancellation) => QueryAsync(index => index.TotalBytes, cancellation);

    private static async Task<bool> WriteAsync(EventLog log, LogEntry entry)
    {
        await log.WriteAsync(entry);
        return true;
    }

    private Task<bool> ChangeAsync(LogEntry entry, CancellationToken cancellation) =>
        CallAsync(log => WriteAsync(log, entry), null, cancellation);

    private Task<T> QueryAsync<T>(Func<EventIndex, T> query, CancellationToken cancellation) =>
        CallAsync(log => log.ReadAsync(query), null, cancellation);

    private void Tell(Append append, string writer, Exception? failure)
    {
        var at = Store.Time.Now();
        Store.Observe(failure is null
            ? new AppendAcknowledged(at, Node, Life, append.PersistenceId, append.Last, writer, append.Content)
            : new AppendFailed(at, Node, Life, append.PersistenceId, failure.Message));
    }

    private Task<T> CallAsync<T>(Func<EventLog, Task<T>> work, Action<Exception?>? ended, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        var call = new JournalCall<T>(this, work, ended, cancellation);
        call.Send();
        return call.Task;
    }
}
