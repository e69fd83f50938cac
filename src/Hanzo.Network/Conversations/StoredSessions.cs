using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Conversations;

/// <summary>What one journal holds of sessions: how much each takes, and what it is about.</summary>
public sealed class StoredSessions(IEventStore store)
{
    /// <summary>Sessions listed at once.</summary>
    public const int Most = 1000;

    /// <summary>Ids of sessions begin with the name of an agent, hence with a small letter.</summary>
    private const string First = "a";

    /// <summary>Longer than any name, so that it is behind all of them in any order of texts.</summary>
    private static readonly string End = new('z', 64);

    /// <param name="after">The last id of the list before; null: from the first.</param>
    /// <param name="most">1 to <see cref="Most"/>.</param>
    /// <exception cref="AgentNetworkException">The journal cannot be read now.</exception>
    public Task<SessionList> ListAsync(SessionId? after, int most, CancellationToken cancellation) => AskAsync(async () =>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, Most);
        var sizes = new List<SessionSize>();
        for (var hasMore = true; hasMore && sizes.Count <= most;)
        {
            var next = await NextAsync(after, most + 1, cancellation);
            foreach (var session in next)
            {
                var size = await SizeAsync(session, cancellation);
                // Of one that has gone over into another journal and was deleted there, a mark may be left.
                if (size is { Events: 0, Bytes: 0 }) continue;
                if (size.Events > 1 || !await SessionHistory.IsDeletedAsync(store, session, cancellation)) sizes.Add(size);
            }

            hasMore = next.Count > most;
            if (hasMore) after = next[^1];
        }

        return new SessionList([.. sizes.Take(most)], sizes.Count > most, await store.TotalBytesAsync(cancellation));
    });

    /// <summary>Ids under which there is something, those of deleted sessions included.</summary>
    /// <param name="after">The last id of those before; null: from the first.</param>
    /// <param name="most">As many at most; fewer: there are no more.</param>
    /// <exception cref="EventStoreException">The journal cannot be read now.</exception>
    public async Task<IReadOnlyList<SessionId>> NextAsync(SessionId? after, int most, CancellationToken cancellation)
    {
        // Between sessions are the journals of shared state.
        var found = new List<SessionId>();
        for (var from = after?.ToString() ?? First; ;)
        {
            var ids = await store.IdsAsync(from, End, most + 1, cancellation);
            foreach (var id in ids)
                if (id != from && found.Count < most && SessionId.TryParse(id, out var session)) found.Add(session);
            if (found.Count == most || ids.Count <= most) return found;
            from = ids[^1];
        }
    }

    /// <returns>Null: the journal holds nothing of it.</returns>
    /// <exception cref="AgentNetworkException">The journal, or the history in it, cannot be read.</exception>
    public Task<SessionReport?> FindAsync(SessionId session, CancellationToken cancellation) => AskAsync(async () =>
    {
        var (made, sequence) = await SessionHistory.ReadAsync(store, session, cancellation);
        if (sequence == 0 || made.State.Deleted is not null) return null;
        var notes = made.State.Runs.Values.Select(run => RunNotes.Of(made.State, run));
        return new SessionReport(await SizeAsync(session, cancellation), sequence, [.. notes]);
    });

    private async Task<SessionSize> SizeAsync(SessionId session, CancellationToken cancellation)
    {
        var size = await store.SizeAsync(session.ToString(), cancellation);
        return new SessionSize(session, size.Events, size.Bytes);
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is EventStoreException or FormatException or IOException)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, $"the journal cannot be read: {e.Message}", e);
        }
    }
}

/// <param name="TotalBytes">That the journal takes in its place, all it holds included.</param>
public sealed record SessionList(ImmutableArray<SessionSize> Sessions, bool HasMore, long TotalBytes);

/// <param name="Events">That are kept.</param>
/// <param name="Bytes">Of these and of snapshots.</param>
public sealed record SessionSize(SessionId Session, long Events, long Bytes);

/// <param name="LastEvent">The number of the last event; there are fewer if earlier ones were deleted.</param>
/// <param name="Runs">All, oldest first.</param>
public sealed record SessionReport(SessionSize Size, long LastEvent, ImmutableArray<RunNote> Runs);
