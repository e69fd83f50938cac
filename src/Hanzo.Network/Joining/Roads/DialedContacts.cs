using System.Collections.Immutable;

namespace Hanzo.Network.Joining.Roads;

/// <summary>
/// Of addresses that are mere guesses those where something listens: a contact that never answers would delay the founding of a
/// cluster. An address that was answered for once counts as long as it is guessed, and is not dialled again.
/// </summary>
public sealed class DialedContacts(IDialer dialer)
{
    /// <summary>For one dial; all of a look go on at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    private ImmutableSortedSet<NodeAddress> _answered = [];

    /// <param name="guesses">At most <see cref="RoadNews.MaxAddresses"/> of them count.</param>
    public async Task<ImmutableArray<NodeAddress>> AnsweringAsync(
        NodeIdentity self, IEnumerable<NodeAddress> guesses, CancellationToken cancellation)
    {
        var others = guesses.Where(address => address != self.Address && address.IsLoopback == self.Address.IsLoopback)
            .Take(RoadNews.MaxAddresses).ToImmutableSortedSet();
        _answered = _answered.Intersect(others);
        var unknown = others.Except(_answered);
        var answers = await Task.WhenAll(unknown.Select(address => dialer.DialAsync(address, Patience, cancellation)));
        _answered = _answered.Union(unknown.Where((_, index) => answers[index] == DialResult.Accepted));
        return [.. _answered];
    }
}
