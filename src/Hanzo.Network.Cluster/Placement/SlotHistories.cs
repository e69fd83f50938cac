using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>
/// Which journals hold the histories of which slots, by what present nodes tell and departed ones have told, and so where a slot may
/// be: where a journal is that holds something of it. Empty while there is but one journal. Pure.
/// </summary>
internal sealed class SlotHistories
{
    private static readonly ImmutableSortedSet<string> NoJournals =
        ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    private readonly Dictionary<SlotId, ImmutableSortedSet<string>> _journals;
    private readonly Dictionary<string, string> _journalOf;
    private readonly Dictionary<string, ImmutableArray<DepartedNode>> _gone;
    private readonly HashSet<string> _reachable;

    private SlotHistories(
        Dictionary<SlotId, ImmutableSortedSet<string>> journals, Dictionary<string, string> journalOf,
        Dictionary<string, ImmutableArray<DepartedNode>> gone)
    {
        (_journals, _journalOf, _gone) = (journals, journalOf, gone);
        _reachable = [.. journalOf.Values];
    }

    public static SlotHistories Of(DirectorySnapshot snapshot)
    {
        var journalOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in snapshot.Nodes.Values)
            if (node.Description is { } description) journalOf.TryAdd(description.NodeId, description.Journal);
        var all = journalOf.Values.Concat(snapshot.Departed.Values.Select(gone => gone.Journal)).Where(IsKept).ToHashSet();
        if (all.Count < 2) return new SlotHistories([], journalOf, []);

        var journals = new Dictionary<SlotId, ImmutableSortedSet<string>>();
        foreach (var node in snapshot.Nodes.Values)
            if (node.Description is { } description) Add(description.Journal, description.History);
        foreach (var gone in snapshot.Departed.Values) Add(gone.Journal, gone.History);
        var departed = snapshot.Departed.Values.GroupBy(gone => gone.Journal, StringComparer.Ordinal)
            .ToDictionary(nodes => nodes.Key, nodes => nodes.ToImmutableArray(), StringComparer.Ordinal);
        return new SlotHistories(journals, journalOf, departed);

        void Add(string journal, ImmutableSortedSet<string> slots)
        {
            if (!IsKept(journal)) return;
            foreach (var text in slots)
                if (SlotId.TryParse(text, out var slot)) journals[slot] = journals.GetValueOrDefault(slot, NoJournals).Add(journal);
        }
    }

    /// <summary>A journal that ends with its process holds nothing that others should wait for.</summary>
    private static bool IsKept(string journal) => journal.Length > 0 && !JournalIdentity.IsMemory(journal);

    /// <summary>Whether the journal is that of a member, or never was one's that is remembered.</summary>
    public bool IsReachable(string journal) => _reachable.Contains(journal);

    /// <summary>Whether the node's journal holds the slot's histories, or no journal in reach does.</summary>
    public bool MayBeOn(SlotId slot, string node) =>
        !_journals.TryGetValue(slot, out var journals)
        || (_journalOf.TryGetValue(node, out var journal) && journals.Contains(journal));

    /// <summary>Those that hold histories of the slot, in reach or not.</summary>
    public ImmutableSortedSet<string> JournalsOf(SlotId slot) => _journals.GetValueOrDefault(slot, NoJournals);

    /// <summary>Why nobody can have the slot now, naming who could; null: somebody may.</summary>
    public string? WhyOutOfReach(SlotId slot) =>
        !_journals.TryGetValue(slot, out var journals) || journals.Any(_reachable.Contains) ? null : HeldText(journals);

    /// <summary>Who else than a node of this journal has histories of the slot; null: nobody that is known of.</summary>
    public string? HeldBesides(SlotId slot, string journal)
    {
        if (!_journals.TryGetValue(slot, out var journals)) return null;
        var others = journals.Remove(journal);
        return others.IsEmpty ? null : HeldText(others);
    }

    public string HeldText(string journal) => HeldText([journal]);

    /// <summary>For slots that are not where their histories are: a node that they belong to.</summary>
    /// <param name="usable">Ids of nodes that may have slots, in order.</param>
    public Dictionary<SlotId, string> Homes(IReadOnlyCollection<string> usable, IReadOnlyDictionary<SlotId, string> owners,
        IReadOnlyDictionary<SlotId, string> wishes)
    {
        var homes = new Dictionary<SlotId, string>();
        foreach (var slot in _journals.Keys)
        {
            if (owners.TryGetValue(slot, out var owner) && MayBeOn(slot, owner)) continue;
            if (wishes.TryGetValue(slot, out var wish) && MayBeOn(slot, wish)) continue;
            if (usable.FirstOrDefault(node => MayBeOn(slot, node)) is { } home) homes[slot] = home;
        }

        return homes;
    }

    private string HeldText(IEnumerable<string> journals)
    {
        var names = journals.SelectMany(NodesOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return names.Length > 0
            ? $"history unavailable, held by node {string.Join(" or ", names.Select(name => $"'{name}'"))}"
            : $"history unavailable, held by journal {string.Join(" or ", journals)}";
    }

    private IEnumerable<string> NodesOf(string journal) =>
        _journalOf.Where(node => node.Value == journal).Select(node => node.Key)
            .Concat(_gone.GetValueOrDefault(journal, []).Select(gone => gone.NodeId));
}
