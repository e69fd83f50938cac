using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>What a journal has of a session that has its last event. Each step may be repeated, by whoever carries the session.</summary>
/// <param name="last">The number of the last event.</param>
/// <param name="givenIds">That callers have chosen for its runs, as far as they can be read still; they are the first to go.</param>
internal sealed class SessionGrave(IEventStore store, SessionId session, long last, ImmutableArray<string> givenIds)
{
    /// <param name="forgets">The last event and the session's number as well.</param>
    /// <exception cref="EventStoreException">The journal cannot be written now; some may be done.</exception>
    public async Task ClearAsync(bool forgets)
    {
        foreach (var id in givenIds) await ForgetAsync(id);
        await SessionHistory.ClearAsync(store, session, last, forgets);
    }

    /// <summary>What is bound to another session stays.</summary>
    private async Task ForgetAsync(string runId)
    {
        var binding = await RunBinding.ReadAsync(store, runId, CancellationToken.None);
        if (binding?.Session == session)
            await store.ForgetAsync(RunDirectoryRegion.PersistenceIdOf(runId), RunBinding.Sequence, CancellationToken.None);
    }
}
