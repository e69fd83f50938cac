using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>
/// Which slots of this node's journal somebody should look after: those that have been used and that no member has now. Of the
/// nodes that share a journal the one of the lowest id looks, and in each round the next one as well, as the first may be cut off from
/// the journal. Pure.
/// </summary>
internal sealed record SlotWaking
{
    private static readonly ImmutableSortedSet<string> NoSlots = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>So often a slot is woken that nobody takes, before it waits for the next round.</summary>
    public const int MostWakes = 5;

    private static readonly ImmutableSortedDictionary<string, int> NoWakes =
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    public static readonly SlotWaking Start = new();

    /// <summary>Slots with an index in the journal, as far as they are known, as <c>math.17</c>.</summary>
    public ImmutableSortedSet<string> Known { get; private init; } = NoSlots;

    /// <summary>Those that had nothing unfinished when they were read, and that nobody has had since.</summary>
    private ImmutableSortedSet<string> Quiet { get; init; } = NoSlots;

    /// <summary>Those that were woken and that nobody has had since, and how often.</summary>
    private ImmutableSortedDictionary<string, int> Wakes { get; init; } = NoWakes;

    /// <summary>Members of the snapshot before, each life by itself.</summary>
    private ImmutableHashSet<(string Address, int Uid)> Members { get; init; } = [];

    /// <summary>A member has gone since the journal was read: nothing that was known of slots holds any more.</summary>
    public bool IsStale { get; private init; } = true;

    /// <summary>A member that was there before has gone with this snapshot.</summary>
    public bool HasLost { get; private init; }

    /// <summary>Whether it is for this node to look after the slots of its journal.</summary>
    /// <param name="isRound">The look of a round: the second does so, too.</param>
    public static bool IsFor(DirectorySnapshot snapshot, bool isRound) =>
        snapshot.Self is { Membership: NodeMembership.Up, Description: { } self }
        && snapshot.Nodes.Values.Count(other => other is { Membership: NodeMembership.Up, Reachable: true, Description: { } description }
            && description.Journal == self.Journal && string.CompareOrdinal(description.NodeId, self.NodeId) < 0) <= (isRound ? 1 : 0);

    public SlotWaking Seen(DirectorySnapshot snapshot)
    {
        var owned = OwnedIn(snapshot);
        var members = snapshot.Nodes.Values.Select(node => (node.Address, node.Uid)).ToImmutableHashSet();
        var hasLost = !Members.IsSubsetOf(members);
        return this with
        {
            Known = Known.Union(owned),
            Quiet = Quiet.Except(owned),
            Wakes = Wakes.RemoveRange(Wakes.Keys.Where(owned.Contains)),
            Members = members,
            HasLost = hasLost,
            IsStale = IsStale || hasLost,
        };
    }

    /// <summary>Looks at everything anew.</summary>
    public SlotWaking Anew() => this with { IsStale = true };

    /// <summary>The journal is about to be asked which slots it knows.</summary>
    public SlotWaking Asking() => this with { IsStale = false, Quiet = NoSlots, Wakes = NoWakes };

    public SlotWaking Found(IEnumerable<string> slots) => this with { Known = Known.Union(slots) };

    /// <summary>Read, and nothing unfinished was there.</summary>
    public SlotWaking Quieted(IEnumerable<string> slots) => this with { Quiet = Quiet.Union(slots) };

    /// <summary>Its sessions are about to be woken.</summary>
    public SlotWaking Woken(string slot) => this with { Wakes = Wakes.SetItem(slot, Wakes.GetValueOrDefault(slot) + 1) };

    public bool WasWoken(string slot) => Wakes.ContainsKey(slot);

    /// <summary>Woken in vain as often as it may be: it waits for the next round, or until a member goes.</summary>
    public bool HasGivenUp(string slot) => Wakes.GetValueOrDefault(slot) >= MostWakes;

    /// <summary>Slots to be read, or to be woken: nobody has them, and somebody may.</summary>
    public ImmutableArray<string> Unowned(DirectorySnapshot snapshot)
    {
        var owned = OwnedIn(snapshot);
        return [.. Known.Where(slot =>
                !Quiet.Contains(slot) && !HasGivenUp(slot) && !owned.Contains(slot) && MayBeOwned(snapshot, slot))];
    }

    private static bool MayBeOwned(DirectorySnapshot snapshot, string slot) =>
        SlotId.TryParse(slot, out var id) && Dispatcher.HasCandidate(snapshot, id.Agent);

    /// <summary>Slots that some node has, as <c>math.17</c>.</summary>
    public static ImmutableHashSet<string> OwnedIn(DirectorySnapshot snapshot) =>
        [.. snapshot.Nodes.Values.SelectMany(node => node.Description?.Slots ?? [])];
}
