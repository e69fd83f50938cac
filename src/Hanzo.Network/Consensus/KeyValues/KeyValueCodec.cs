using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>Commands and snapshots as bytes: JSON with explicit names and a version.</summary>
public static class KeyValueCodec
{
    /// <summary>Of snapshots. A reader refuses any other, and passes over fields that it does not know.</summary>
    public const string SnapshotFormat = "hanzo.key-values.1";

    public static byte[] Write(KeyValueRequest request) =>
        JsonSerializer.SerializeToUtf8Bytes(request, KeyValueJson.Default.KeyValueRequest);

    /// <exception cref="NewerCommandException">
    /// The bytes are no request of this version: also one that has a field or a kind more would do something else here than elsewhere.
    /// </exception>
    public static KeyValueRequest ReadRequest(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, KeyValueJson.Committed.KeyValueRequest) is { Command: not null } request
                ? request
                : throw new NewerCommandException("a request of the key-value store without a command");
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw new NewerCommandException($"a request of the key-value store with something unknown ({Place(failure)})", failure);
        }
    }

    private static string Place(Exception failure) => failure is JsonException { Path: { } path } ? $"at {path}" : "its kind is missing";

    public static byte[] Write(KeyValueResult result) =>
        JsonSerializer.SerializeToUtf8Bytes(result, KeyValueJson.Default.KeyValueResult);

    /// <exception cref="FormatException">The bytes are no result.</exception>
    public static KeyValueResult ReadResult(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, KeyValueJson.Default.KeyValueResult)
                ?? throw new FormatException("a key-value result is null.");
        }
        catch (JsonException failure)
        {
            throw new FormatException($"a key-value result cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// A transaction as people write it: <c>if</c>, <c>then</c> and <c>else</c>, each a list that may be left out. A name that is none is
    /// refused: with an <c>if</c> that is misspelt, all would be done.
    /// </summary>
    /// <exception cref="FormatException">The bytes are no transaction; names what is wrong.</exception>
    public static KeyValueCommand.Transact ReadTransaction(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return WrittenTransaction.Read(bytes);
        }
        catch (JsonException failure)
        {
            throw new FormatException($"it is no JSON: {failure.Message}", failure);
        }
    }

    public static byte[] WriteSnapshot(KeyValueState state)
    {
        var snapshot = new KeyValueSnapshot(
            SnapshotFormat, state.Index, state.Revision, state.Time,
            [.. state.Entries.Select(entry => new FoundEntry(entry.Key, entry.Value))],
            [.. state.Leases.Select(lease => new StoredLease(lease.Key, lease.Value.Milliseconds, lease.Value.Deadline))],
            [.. state.Sessions.Select(session => new StoredSession(
                session.Key, session.Value.Used, session.Value.Done,
                [.. session.Value.Results.Select(result => new StoredResult(result.Key, result.Value))]))]);
        return JsonSerializer.SerializeToUtf8Bytes(snapshot, KeyValueJson.Default.KeyValueSnapshot);
    }

    /// <exception cref="FormatException">The bytes are no snapshot of this format.</exception>
    public static KeyValueState ReadSnapshot(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var snapshot = JsonSerializer.Deserialize(bytes, KeyValueJson.Default.KeyValueSnapshot);
            return snapshot?.Format == SnapshotFormat
                ? Restore(snapshot)
                : throw new FormatException(
                    $"a key-value snapshot has the format '{snapshot?.Format}'; this version reads '{SnapshotFormat}'.");
        }
        catch (JsonException failure)
        {
            throw new FormatException($"a key-value snapshot cannot be read: {failure.Message}", failure);
        }
    }

    private static KeyValueState Restore(KeyValueSnapshot snapshot)
    {
        var entries = ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal, snapshot.Entries.OrEmpty().Select(found => KeyValuePair.Create(found.Key, found.Entry)));
        var bound = entries.Where(entry => entry.Value.Lease != 0).GroupBy(entry => entry.Value.Lease, entry => entry.Key);
        var state = new KeyValueState
        {
            Index = snapshot.Index,
            Revision = snapshot.Revision,
            Time = snapshot.Time,
            Entries = entries,
            Keys = entries.Keys.ToImmutableSortedSet(StringComparer.Ordinal),
            Length = entries.Sum(entry => (long)entry.Key.Length + entry.Value.Value.Length),
            Leases = snapshot.Leases.OrEmpty().ToImmutableSortedDictionary(
                lease => lease.Id, lease => new KeyValueLease(lease.Milliseconds, lease.Deadline)),
            LeaseKeys = bound.ToImmutableSortedDictionary(keys => keys.Key, keys => keys.ToImmutableSortedSet(StringComparer.Ordinal)),
            Sessions = snapshot.Sessions.OrEmpty().ToImmutableSortedDictionary(session => session.Id, session => new ClientSession(
                session.Used, session.Done,
                session.Results.OrEmpty().ToImmutableSortedDictionary(result => result.Sequence, result => result.Result))),
        };
        return state with { Answers = state.Sessions.Values.Sum(KeptAnswers.LengthOf) };
    }
}
