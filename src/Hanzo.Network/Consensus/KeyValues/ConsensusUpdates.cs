namespace Hanzo.Network.Consensus.KeyValues;

/// <param name="Seen">What a change was decided on; null: the key was not there.</param>
/// <param name="Found">What was there when it came; null: nothing.</param>
public sealed record KeyConflict(string Key, KeyValueEntry? Seen, KeyValueEntry? Found);

public static class ConsensusUpdates
{
    /// <summary>Changes a key by what it holds, again and again until nobody else has changed it meanwhile.</summary>
    /// <param name="change">The new value, by what is there (null: nothing); null: it stays. Asked anew after each conflict.</param>
    /// <param name="conflict">Told of each change by another that came between; null: of none.</param>
    /// <returns>What the key holds then; null: it is not there, and stays so.</returns>
    /// <exception cref="Agents.AgentNetworkException">As <see cref="IConsensusManager"/>'s calls.</exception>
    public static async Task<KeyValueEntry?> UpdateAsync(
        this IConsensusManager manager, string key, Func<KeyValueEntry?, string?> change, Action<KeyConflict>? conflict = null,
        CancellationToken cancellation = default)
    {
        for (var seen = await manager.GetAsync(key, cancellation); ;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (change(seen) is not { } value) return seen;
            var set = new KeyValueCommand.Transact(
                [Comparison.IsUnchanged(key, seen?.Modified ?? 0)],
                [new Operation.Put(key, value, seen?.Lease ?? 0), new Operation.Get(key)],
                [new Operation.Get(key)]);
            var done = await manager.TransactAsync(set, cancellation);
            var found = done.Results[^1].Entries is [var entry] ? entry.Entry : null;
            if (done.Held) return found;
            conflict?.Invoke(new KeyConflict(key, seen, found));
            seen = found;
        }
    }
}
