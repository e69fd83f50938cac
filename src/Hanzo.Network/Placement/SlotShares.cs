using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>How many slots each candidate gets, and which.</summary>
internal static class SlotShares
{
    /// <summary>
    /// One slot for every candidate while there are enough, so that each can be chosen; the rest in proportion to throughput,
    /// each to the node that has the least for it so far (d'Hondt).
    /// </summary>
    public static ImmutableSortedDictionary<string, int> Of(ImmutableArray<NodeVerdict> candidates, int slots)
    {
        var chosen = candidates.OrderByDescending(node => node.Throughput).ThenBy(node => node.Node, StringComparer.Ordinal).Take(slots)
            .ToList();
        var shares = new int[chosen.Count];
        Array.Fill(shares, 1);
        var next = new PriorityQueue<int, (double Quotient, int Rank)>();
        for (var i = 0; i < chosen.Count; i++) next.Enqueue(i, (-chosen[i].Throughput / 2, i));
        for (var left = slots - chosen.Count; left > 0 && next.TryDequeue(out var i, out _); left--)
        {
            shares[i]++;
            next.Enqueue(i, (-chosen[i].Throughput / (shares[i] + 1), i));
        }

        return chosen.Select((node, i) => (node.Node, Share: shares[i]))
            .ToImmutableSortedDictionary(pair => pair.Node, pair => pair.Share, StringComparer.Ordinal);
    }

    /// <summary>
    /// Slots stay where they are as far as the shares allow; the others go to the node with room that ranks highest for the
    /// slot, so that plans made without a current one hardly differ when a node comes or goes.
    /// </summary>
    public static ImmutableArray<string?> Assign(
        AgentName agent, int slots, ImmutableSortedDictionary<string, int> shares, ImmutableArray<string?> before)
    {
        var assigned = new string?[slots];
        var room = new SortedDictionary<string, int>(shares, StringComparer.Ordinal);
        for (var slot = 0; slot < Math.Min(slots, before.Length); slot++)
            if (before[slot] is { } node && room.TryGetValue(node, out var left) && left > 0)
                (assigned[slot], room[node]) = (node, left - 1);

        for (var slot = 0; slot < slots && room.Count > 0; slot++)
        {
            if (assigned[slot] is not null) continue;
            var key = string.Create(CultureInfo.InvariantCulture, $"{agent}.{slot}");
            var best = room.Where(pair => pair.Value > 0).MaxBy(pair => (Rank(key, pair.Key), pair.Key)).Key;
            assigned[slot] = best;
            room[best]--;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(assigned);
    }

    /// <summary>FNV-1a with a final mix (offset and prime: draft-eastlake-fnv; mix: SplitMix64), the same on every node.</summary>
    private static ulong Rank(string slot, string node)
    {
        var hash = Add(Add(Add(14695981039346656037, slot), "|"), node);
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
        return hash ^ (hash >> 31);
    }

    private static ulong Add(ulong hash, string text)
    {
        foreach (var c in text) hash = (hash ^ c) * 1099511628211;
        return hash;
    }
}
