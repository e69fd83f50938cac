using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Tests.Sessions;

/// <summary>When a process dies: in its attempt to write, or when that is stored and it has not heard of it.</summary>
public enum CrashMoment
{
    BeforeWrite,
    AfterWrite,
}

/// <summary>The store of one process; one write of all those of a network is its process's last.</summary>
internal sealed class CrashingStore(IEventStore store, CrashingStore.Counter counter, Action kill) : IEventStore
{
    public async Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        var crashes = counter.Next();
        if (crashes && counter.Moment == CrashMoment.BeforeWrite) await DieAsync();
        await store.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
        if (crashes) await DieAsync();
    }

    public IAsyncEnumerable<StoredEvent> ReadAsync(string persistenceId, long fromSequence, CancellationToken cancellation) =>
        store.ReadAsync(persistenceId, fromSequence, cancellation);

    public Task<long> HighestAsync(string persistenceId, CancellationToken cancellation) =>
        store.HighestAsync(persistenceId, cancellation);

    public Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation) =>
        store.IdsAsync(from, before, most, cancellation);

    /// <summary>Never goes on: nothing happens after a process's end.</summary>
    private Task DieAsync()
    {
        kill();
        return new TaskCompletionSource().Task;
    }

    /// <param name="CrashAt">Which write, from 1; 0: none.</param>
    public sealed record Counter(int CrashAt, CrashMoment Moment)
    {
        public int Writes { get; private set; }

        public bool Next() => ++Writes == CrashAt;
    }
}
