using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Consensus;

/// <summary>
/// What the nodes of a network agree on: a store of keys, changed by transactions that a majority of the voters has on its disks, and read
/// as it is then. A call that is repeated inside, since its answer was lost, is executed once.
/// </summary>
/// <remarks>
/// What every call may throw is an <see cref="AgentNetworkException"/>: <see cref="NetworkError.InvalidRequest"/> beyond a bound of
/// <see cref="KeyValueLimits"/>; <see cref="NetworkError.ReservedKey"/> for a change of <see cref="ReservedKeys"/>;
/// <see cref="NetworkError.Unavailable"/> when no majority answers in time: nothing was changed;
/// <see cref="NetworkError.Unconfirmed"/> when nobody knows whether it was: it may be, now or later.
/// </remarks>
public interface IConsensusManager
{
    /// <summary>This node's member of the group.</summary>
    GroupStatus Status { get; }

    /// <summary>Completes when the change is committed and applied here.</summary>
    /// <returns>What it did; <see cref="KeyValueResult.Refused"/>: nothing, and why.</returns>
    Task<KeyValueResult> ProposeAsync(KeyValueCommand change, CancellationToken cancellation = default);

    /// <summary>If all comparisons hold, the one operations, else the other.</summary>
    /// <exception cref="AgentNetworkException"><see cref="NetworkError.UnknownKey"/>: a lease that is put under is not there.</exception>
    Task<KeyValueResult.Transacted> TransactAsync(KeyValueCommand.Transact transaction, CancellationToken cancellation = default);

    /// <returns>Null: it is not there.</returns>
    Task<KeyValueEntry?> GetAsync(string key, CancellationToken cancellation = default);

    /// <summary>Keys that begin so, in order, with what they hold.</summary>
    Task<ImmutableArray<FoundEntry>> ListAsync(string prefix = "", CancellationToken cancellation = default);

    /// <summary>
    /// Some of the keys that begin so, in order. Each page is read linearizably, and of two pages each at a moment of its own: a key that
    /// comes between them may be missed, and one that is changed has what it holds then.
    /// </summary>
    /// <param name="after">Only keys after it, whether it is there or not; null: from the first on.</param>
    /// <param name="limit">1 to <see cref="KeyValueLimits.MaxPage"/>; there may be fewer, of large values.</param>
    Task<FoundPage> ListPageAsync(string prefix, string? after, int limit, CancellationToken cancellation = default);

    /// <param name="lease">With which the key goes; 0: none.</param>
    /// <returns>The store's revision by it: also the key's <see cref="KeyValueEntry.Modified"/>.</returns>
    Task<long> PutAsync(string key, string value, long lease = 0, CancellationToken cancellation = default);

    /// <param name="expected"><see cref="KeyValueEntry.Modified"/> of the key when it was read; 0: it is not there.</param>
    /// <returns>The new revision; null: the key was changed by another, and nothing was done.</returns>
    Task<long?> CompareAndSetAsync(
        string key, long expected, string value, long lease = 0, CancellationToken cancellation = default);

    /// <returns>False: it was not there.</returns>
    Task<bool> DeleteAsync(string key, CancellationToken cancellation = default);

    /// <summary>Keys that are put under it go when it is not kept alive for this time.</summary>
    /// <param name="time">
    /// 1 ms to a second less than a day; it ends some two seconds after that, later where nobody leads meanwhile, never earlier.
    /// </param>
    /// <returns>Its id, higher than those of all before: it orders holders, as <see cref="KeyValueEntry.Created"/> of a key does.</returns>
    Task<long> GrantLeaseAsync(TimeSpan time, CancellationToken cancellation = default);

    /// <returns>False: it has ended.</returns>
    Task<bool> KeepAliveAsync(long lease, CancellationToken cancellation = default);

    /// <returns>False: it had ended.</returns>
    Task<bool> RevokeLeaseAsync(long lease, CancellationToken cancellation = default);

    /// <summary>Keys that begin so, then each change, as this node applies them; across changes of leaders.</summary>
    /// <param name="after">The revision of the last change that the watcher has seen; null: what is there now comes first.</param>
    IAsyncEnumerable<WatchedChange> WatchAsync(string prefix = "", long? after = null, CancellationToken cancellation = default);

    /// <summary>A node that will not come back is no member any more.</summary>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.Conflict"/>: it is there, or is no member; <see cref="NetworkError.Unavailable"/>: there is no leader;
    /// <see cref="NetworkError.Unconfirmed"/>: it was asked for, and is not done yet.
    /// </exception>
    Task RemoveNodeAsync(string node, CancellationToken cancellation = default);
}
