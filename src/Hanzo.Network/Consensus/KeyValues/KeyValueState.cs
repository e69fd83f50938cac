using System.Collections.Immutable;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>All that the group has agreed on; immutable, so that a snapshot of it is a reference.</summary>
public sealed record KeyValueState
{
    public static readonly KeyValueState Empty = new();

    /// <summary>Of the last entry that was applied.</summary>
    public long Index { get; init; }

    /// <summary>Changes of the store so far.</summary>
    public long Revision { get; init; }

    /// <summary>The group's, in milliseconds since it began.</summary>
    public long Time { get; init; }

    public ImmutableSortedDictionary<string, KeyValueEntry> Entries { get; init; } =
        ImmutableSortedDictionary.Create<string, KeyValueEntry>(StringComparer.Ordinal);

    /// <summary>Of <see cref="Entries"/>, for what begins alike.</summary>
    public ImmutableSortedSet<string> Keys { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Of all keys and values, in UTF-16 code units.</summary>
    public long Length { get; init; }

    public ImmutableSortedDictionary<long, KeyValueLease> Leases { get; init; } = ImmutableSortedDictionary<long, KeyValueLease>.Empty;

    /// <summary>Which keys go with which lease; a lease without keys has no entry.</summary>
    public ImmutableSortedDictionary<long, ImmutableSortedSet<string>> LeaseKeys { get; init; } =
        ImmutableSortedDictionary<long, ImmutableSortedSet<string>>.Empty;

    /// <summary>Of what all answers hold that are kept for sessions, in UTF-16 code units.</summary>
    public long Answers { get; init; }

    public ImmutableSortedDictionary<long, ClientSession> Sessions { get; init; } = ImmutableSortedDictionary<long, ClientSession>.Empty;

    /// <summary>Keys that begin so, in order, with what they hold.</summary>
    public IEnumerable<KeyValuePair<string, KeyValueEntry>> Under(string prefix) =>
        Under(Keys, prefix).Select(key => KeyValuePair.Create(key, Entries[key]));

    /// <summary>Those of them that come after a key, whether that one is there or not.</summary>
    public IEnumerable<KeyValuePair<string, KeyValueEntry>> Under(string prefix, string after) =>
        Under(Keys, prefix, after).Select(key => KeyValuePair.Create(key, Entries[key]));

    /// <summary>Those of the keys that begin so, in order.</summary>
    /// <param name="after">Only what comes after it; null: all.</param>
    internal static IEnumerable<string> Under(ImmutableSortedSet<string> keys, string prefix, string? after = null)
    {
        var skips = after is not null && string.CompareOrdinal(after, prefix) >= 0;
        var found = keys.IndexOf(skips ? after! : prefix);
        var first = found < 0 ? ~found : skips ? found + 1 : found;
        for (var at = first; at < keys.Count && keys[at].StartsWith(prefix, StringComparison.Ordinal); at++)
            yield return keys[at];
    }
}

/// <param name="Used">Index of the last entry that was of it.</param>
/// <param name="Done">As its client has last said.</param>
/// <param name="Results">By sequence, of requests that may be repeated.</param>
public sealed record ClientSession(long Used, long Done, ImmutableSortedDictionary<long, KeyValueResult> Results);
