using System.Runtime.CompilerServices;
using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>A store whose readers never see the last event of a longer stream.</summary>
internal sealed class SkipsLastEvent(IEventStore store) : IEventStore
{
    public Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation) =>
        store.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        string persistenceId, long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        StoredEvent? last = null;
        await foreach (var stored in store.ReadAsync(persistenceId, fromSequence, cancellation))
        {
            if (last is not null) yield return last;
            last = stored;
        }
    }

    public Task<long> HighestAsync(string persistenceId, CancellationToken cancellation) =>
        store.HighestAsync(persistenceId, cancellation);

    public Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation) =>
        store.IdsAsync(from, before, most, cancellation);
}
