using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>
/// A seed given by host name may know itself by that name or by an address behind it, and remoting delivers only under the name that
/// a node knows itself by. The possibilities are tried in turns: two at once would be two connections that displace each other.
/// </summary>
public sealed record SeedTurns(ImmutableArray<NodeAddress> Candidates, int Index, TimeSpan Since)
{
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public NodeAddress Current => Candidates[Index];

    /// <summary>The addresses first, then the name; null when all of them are this node itself.</summary>
    public static SeedTurns? Begin(NodeAddress seed, IEnumerable<string> addresses, NodeAddress self, TimeSpan now)
    {
        var candidates = addresses
            .Select(host => NodeAddress.TryCreate(host, seed.Port, out var address) ? address : seed)
            .Append(seed)
            .Distinct()
            .ToImmutableArray();
        return candidates.Contains(self) ? null : new SeedTurns(candidates, 0, now);
    }

    /// <summary>The same until the turn is over.</summary>
    public SeedTurns At(TimeSpan now, TimeSpan turn) =>
        now - Since < turn ? this : this with { Index = (Index + 1) % Candidates.Length, Since = now };
}
