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
        return CallAsync(log => AppendAsync(log, append), failure => Tell(append, writer, failure), cancellation);
    }

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        string persistenceId, long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var stored in await CallAsync(log => log.ReadAsync(persistenceId, fromSequence), null, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return stored;
        }
    }

    public Task<long> HighestAsync(string persistenceId, CancellationToken cancellation) =>
        CallAsync(log => log.HighestAsync(persistenceId), null, cancellation);

    public Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation) =>
        CallAsync(log => log.IdsAsync(from, before, most), null, cancellation);

    private static async Task<bool> AppendAsync(EventLog log, Append append)
    {
        await log.AppendAsync(append);
        return true;
    }

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
