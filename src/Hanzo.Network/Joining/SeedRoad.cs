using System.Collections.Immutable;
using System.Net;

namespace Hanzo.Network.Joining;

/// <summary>The configured contact points of one node, those given by name resolved before they count. Owned by one actor.</summary>
/// <param name="self">A seed that turns out to be this node is left out: all nodes may be given the same list.</param>
public sealed class SeedRoad(ImmutableArray<NodeAddress> seeds, NodeAddress self)
{
    /// <summary>Deciding before the seeds are known could found a second cluster beside theirs; but not for longer than this.</summary>
    public static readonly TimeSpan ResolveWithin = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<NodeAddress, SeedTurns?> _turns = [];

    /// <summary>The seeds whose host is a name.</summary>
    public ImmutableArray<NodeAddress> Named { get; } = [.. seeds.Where(seed => !IPAddress.TryParse(seed.Host, out _))];

    /// <param name="sinceStart">Of looking for the network.</param>
    public bool IsReady(TimeSpan sinceStart) => _turns.Count == Named.Length || sinceStart >= ResolveWithin;

    /// <param name="addresses">What the name resolves to; may be empty.</param>
    public void OnResolved(NodeAddress seed, IEnumerable<string> addresses, TimeSpan now) =>
        _turns[seed] = SeedTurns.Begin(seed, addresses, self, now);

    /// <summary>The addresses to begin with.</summary>
    public IEnumerable<NodeAddress> First()
    {
        foreach (var seed in seeds)
            if (!_turns.TryGetValue(seed, out var turns)) yield return seed;
            else if (turns is not null) yield return turns.Current;
    }

    /// <summary>The replacements that are due.</summary>
    public ImmutableArray<JoinInput.AddressReplaced> TakeTurns(TimeSpan now)
    {
        var replaced = ImmutableArray.CreateBuilder<JoinInput.AddressReplaced>();
        foreach (var (seed, turns) in _turns.ToArray())
        {
            if (turns is null) continue;
            var next = turns.At(now);
            _turns[seed] = next;
            if (next.Current != turns.Current) replaced.Add(new JoinInput.AddressReplaced(turns.Current, next.Current));
        }

        return replaced.ToImmutable();
    }
}
