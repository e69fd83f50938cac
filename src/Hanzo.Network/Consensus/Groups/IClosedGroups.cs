using System.Collections.Immutable;
using Hanzo.Network.State;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>A group that this node was a member of until it was closed.</summary>
/// <param name="Into">The group that its members went over into; null: one that was yet to be founded.</param>
/// <param name="IsComplete">
/// This member has all that was ever acknowledged in it; else it may lack the end of it, and others carry it over.
/// </param>
/// <param name="IsSettled">What could be carried over was, and the rest is told in a report beside it.</param>
public sealed record ClosedGroup(string Group, string? Into, bool IsComplete, bool IsSettled = false);

/// <summary>What groups held that a node has left, until it is carried over into the present one.</summary>
public interface IClosedGroups
{
    /// <summary>Where files of it are kept; null: there are none.</summary>
    string? FolderOf(string group);

    /// <summary>Oldest first.</summary>
    /// <exception cref="ConsensusLogException">Its disk fails, as of all calls.</exception>
    Task<ImmutableArray<ClosedGroup>> ListAsync(CancellationToken cancellation);

    /// <summary>From now on, durably, the node is no member of it any more, whatever its log says.</summary>
    /// <param name="keys">A snapshot of the key-values as the group left them.</param>
    Task KeepAsync(ClosedGroup closed, ReadOnlyMemory<byte> keys, CancellationToken cancellation);

    /// <returns>Null: they are not there.</returns>
    Task<ReadOnlyMemory<byte>?> ReadKeysAsync(string group, CancellationToken cancellation);

    /// <summary>It stays: what is in it could not be carried over.</summary>
    /// <param name="report">For people: what, and why.</param>
    Task SettleAsync(ClosedGroup closed, string report, CancellationToken cancellation);

    Task RemoveAsync(string group, CancellationToken cancellation);
}

/// <summary>Journals of closed groups.</summary>
public interface IClosedHistories
{
    /// <param name="folder">Of <see cref="IClosedGroups.FolderOf"/>.</param>
    /// <param name="merge">
    /// Of a history that has another one under its id here: what is to be added to that one; none (null): both stay as they are. Adding the
    /// same again must change nothing.
    /// </param>
    /// <returns>Null: the group had none.</returns>
    /// <exception cref="ConsensusLogException">It cannot be read.</exception>
    IClosedJournal? Open(
        string group, string folder, Func<HistoryImport, CancellationToken, Task<IReadOnlyList<NewEvent>?>> merge);
}

/// <summary>Histories of sessions that a closed group's journal held.</summary>
public interface IClosedJournal : IDisposable
{
    /// <summary>Ids in order.</summary>
    /// <param name="after">Not itself; null: from the first one on.</param>
    /// <param name="indices">
    /// Those that name the histories of others (<see cref="MovedHistory.Indices"/>), which go last: who finds one finds what it names. Else
    /// all others.
    /// </param>
    Task<IReadOnlyList<string>> IdsAsync(string? after, bool indices, int most, CancellationToken cancellation);

    /// <summary>Puts a history into the present group's journal. Done twice, it is done.</summary>
    /// <returns>False: there is another one under the id, which stays.</returns>
    Task<bool> CarryAsync(string id, CancellationToken cancellation);
}

/// <summary>Asked when a key of a group that was closed has another value in the group that goes on; registered as a service.</summary>
public interface IKeyConflicts
{
    /// <param name="conflict">Seen: what the closed group held. Found: what the present one holds.</param>
    /// <returns>
    /// What the key is to hold, at most <see cref="KeyValues.KeyValueLimits.MaxValueBytes"/>; null: what is found stays, and what the
    /// closed group held is kept aside and told. May be asked several times for one conflict.
    /// </returns>
    string? Resolve(string closedGroup, KeyValues.KeyConflict conflict);
}
