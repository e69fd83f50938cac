using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.State;

/// <summary>
/// Values that all nodes share. A write returns when it is in this node's journal and as many nodes have it as its consistency
/// says. The kind of a key is fixed by its first write until the key is removed.
/// </summary>
/// <remarks>
/// What every call may throw is an <see cref="AgentNetworkException"/>: <see cref="NetworkError.InvalidRequest"/> beyond a bound of
/// <see cref="StateLimits"/>; <see cref="NetworkError.Conflict"/> for another kind; <see cref="NetworkError.StateFull"/>;
/// <see cref="NetworkError.Unavailable"/> when too few nodes answer in time or the journal does not: nothing was changed;
/// <see cref="NetworkError.Unconfirmed"/> when a write is recorded, or may be, and nobody knows whether as many nodes have it: it may
/// count, and to add again may count twice.
/// </remarks>
public interface INetworkState
{
    /// <summary>Null when the key is not there.</summary>
    Task<StateItem?> GetAsync(
        StateKey key, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default);

    /// <summary>Makes a key hold one value.</summary>
    Task<StateItem> SetAsync(
        StateKey key, StateValue value, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default);

    /// <summary>Puts an item at the end of a list.</summary>
    Task<StateItem> AppendAsync(
        StateKey key, StateValue item, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default);

    /// <summary>Adds to a counter, which begins at 0.</summary>
    Task<StateItem> IncrementAsync(
        StateKey key, long amount = 1, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default);

    /// <summary>Takes away what this node knows of the key; what others add at the same time to a list or counter stays.</summary>
    /// <returns>False: it was not there.</returns>
    Task<bool> RemoveAsync(
        StateKey key, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default);

    /// <summary>
    /// Sets the value if the key is in the expected state. All such calls go to the oldest node that is Up, which looks at what a
    /// majority has, has its own write confirmed by one, and then looks whether a majority knows of another: of those that expect the
    /// same version at most one succeeds, as long as the network is one cluster and not a majority of its nodes starts anew at once. A
    /// plain write or removal by another node at the same moment is a concurrent one: one of the two counts, and the other is told as
    /// a conflict. One that ended <see cref="NetworkError.Unconfirmed"/> may count, now or later.
    /// </summary>
    /// <returns>The key as this write left it: its version is nobody else's.</returns>
    /// <param name="expectedVersion">Of the key when it was read; null: it is not there.</param>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.Conflict"/>: it has another version; nothing was changed.
    /// </exception>
    Task<StateItem> CompareAndSetAsync(
        StateKey key, string? expectedVersion, StateValue value, CancellationToken cancellation = default);

    /// <summary>The keys that this node knows and that begin so, in order.</summary>
    Task<ImmutableArray<StateItem>> ListAsync(string prefix = "", CancellationToken cancellation = default);

    /// <summary>
    /// The keys that begin so, then each change that this node hears of, with the values that conflict; a key that was removed has
    /// no value. A slow reader misses values that were replaced meanwhile, never the last one of a key.
    /// </summary>
    IAsyncEnumerable<StateItem> WatchAsync(string prefix = "", CancellationToken cancellation = default);
}
