using System.Collections.Immutable;
using System.Net;

namespace Hanzo.Network.Joining;

/// <summary>The contact points of one road, those given by name resolved before they count. Owned by one actor.</summary>
/// <param name="self">A contact that turns out to be this node is left out: all nodes may be given the same list.</param>
public sealed class ContactNames(ImmutableArray<NodeAddress> contacts, NodeAddress self)
{
    /// <summary>Deciding before the names are known could found a second cluster beside theirs; but not for longer than this.</summary>
    public static readonly TimeSpan ResolveWithin = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<NodeAddress, SeedTurns?> _turns = [];

    /// <summary>The contacts whose host is a name.</summary>
    public ImmutableArray<NodeAddress> Named { get; } = [.. contacts.Where(contact => !IPAddress.TryParse(contact.Host, out _))];

    /// <param name="sinceStart">Of looking up the names.</param>
    public bool IsReady(TimeSpan sinceStart) => _turns.Count == Named.Length || sinceStart >= ResolveWithin;

    /// <param name="addresses">What the name resolves to; may be empty.</param>
    public void OnResolved(NodeAddress named, IEnumerable<string> addresses, TimeSpan now) =>
        _turns[named] = SeedTurns.Begin(named, addresses, self, now);

    /// <summary>The addresses to try now, our own left out.</summary>
    public IEnumerable<NodeAddress> Current()
    {
        foreach (var contact in contacts)
            if (!_turns.TryGetValue(contact, out var turns)) yield return contact;
            else if (turns is not null) yield return turns.Current;
    }

    /// <summary>The replacements that are due.</summary>
    /// <param name="turn">How long each of a name's addresses is tried.</param>
    public ImmutableArray<JoinInput.AddressReplaced> TakeTurns(TimeSpan now, TimeSpan turn)
    {
        var replaced = ImmutableArray.CreateBuilder<JoinInput.AddressReplaced>();
        foreach (var (contact, turns) in _turns.ToArray())
        {
            if (turns is null) continue;
            var next = turns.At(now, turn);
            _turns[contact] = next;
            if (next.Current != turns.Current) replaced.Add(new JoinInput.AddressReplaced(turns.Current, next.Current));
        }

        return replaced.ToImmutable();
    }
}
