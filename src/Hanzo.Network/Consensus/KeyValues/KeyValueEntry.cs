namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>A key's value and history in numbers. Revisions count the changes of the whole store.</summary>
/// <param name="Created">Revision at which the key came to be; of a lock, its fencing token: later holders have higher ones.</param>
/// <param name="Modified">Revision of the last put.</param>
/// <param name="Version">Puts since it came to be, from 1.</param>
/// <param name="Lease">With which it goes; 0: none.</param>
public sealed record KeyValueEntry(string Value, long Created, long Modified, long Version, long Lease);

/// <param name="Entry">Null: the key was deleted.</param>
/// <param name="Previous">Null: there was none.</param>
public sealed record KeyValueChange(long Revision, string Key, KeyValueEntry? Entry, KeyValueEntry? Previous);

/// <summary>Keys under a lease go when nobody has kept it alive for its time.</summary>
/// <param name="Milliseconds">It is kept alive for so long at a time.</param>
/// <param name="Deadline">In the group's time, milliseconds; at or after it the lease is over.</param>
public sealed record KeyValueLease(long Milliseconds, long Deadline);
