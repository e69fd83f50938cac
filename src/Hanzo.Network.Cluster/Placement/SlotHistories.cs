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
    /// <summary>Who else may have what no member has; see <see cref="DirectorySnapshot.AwaitsHolders"/>.</summary>
    public const string NotRead = "history unavailable, the notes of who holds some have not been read yet";

    private static readonly ImmutableSortedSet<string> NoJournals =
        ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    private readonly Dictionary<SlotId, ImmutableSortedSet<string>> _journals;
    private readonly Dictionary<string, string> _journalOf;
    private readonly Dictionary<string, ImmutableArray<DepartedNode>> _gone;
    private readonly Dictionary<string, string> _former;
    private readonly HashSet<string> _reachable;

    private SlotHistories(
        Dictionary<SlotId, ImmutableSortedSet<string>> journals, Dictionary<string, string> journalOf,
        Dictionary<string, ImmutableArray<DepartedNode>> gone, Dictionary<string, string> former)
    {
        (_journals, _journalOf, _gone, _former) = (journals, journalOf, gone, former);
        _reachable = [.. journalOf.Values];
        Readers = ReadersBySlot();
    }

    /// <summary>
    /// Ids of the members that can read the histories of each slot that has some: elsewhere it must not be. Where several slots are in
    /// the same journals it is one object.
    /// </summary>
    public IReadOnlyDictionary<SlotId, IReadOnlySet<string>> Readers { get; }

    public static SlotHistories Of(DirectorySnapshot snapshot)
    {
        var described = snapshot.Nodes.Values.Select(node => node.Description).OfType<NodeDescription>().ToArray();
        var kept = snapshot.Departed.Values.Where(gone => IsKept(gone.Journal)).ToArray();
        var journalOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in described) journalOf.TryAdd(node.NodeId, node.Journal);
        var former = FormerOf(described, journalOf);
        if (journalOf.Values.Concat(kept.Select(gone => Present(gone.Journal))).Distinct(StringComparer.Ordinal).Count() < 2)
            return new SlotHistories([], journalOf, [], former);

        var told = described.Where(node => IsKept(node.Journal)).Select(node => (node.Journal, node.History))
            .Concat(kept.Select(gone => (Present(gone.Journal), gone.History)));
        var departed = kept.GroupBy(gone => Present(gone.Journal), StringComparer.Ordinal)
            .ToDictionary(nodes => nodes.Key, nodes => nodes.ToImmutableArray(), StringComparer.Ordinal);
        return new SlotHistories(JournalsBySlot(told), journalOf, departed, former);

        string Present(string journal) => former.GetValueOrDefault(journal, journal);
    }

    /// <summary>
    /// Journals of which nothing is left, by what is in their place. One that a member still has is not among them, whatever others tell.
    /// </summary>
    private static Dictionary<string, string> FormerOf(NodeDescription[] described, Dictionary<string, string> journalOf)
    {
        var former = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in described)
            foreach (var journal in node.Former)
                if (!journalOf.ContainsValue(journal) && !former.ContainsKey(journal)) former[journal] = node.Journal;
        return former;
    }

    /// <summary>Nodes that share a journal mostly tell the same of it, in one object: that is read once.</summary>
    private static Dictionary<SlotId, ImmutableSortedSet<string>> JournalsBySlot(
        IEnumerable<(string Journal, ImmutableSortedSet<string> History)> told)
    {
        var bySlot = new Dictionary<SlotId, ImmutableSortedSet<string>>();
        var more = new Dictionary<(ImmutableSortedSet<string>, string), ImmutableSortedSet<string>>();
        foreach (var (journal, history) in told.Distinct())
        {
            foreach (var text in history)
            {
                if (!SlotId.TryParse(text, out var slot)) continue;
                var before = bySlot.GetValueOrDefault(slot, NoJournals);
                if (!more.TryGetValue((before, journal), out var after)) more[(before, journal)] = after = before.Add(journal);
                bySlot[slot] = after;
            }
        }

        return bySlot;
    }

    /// <summary>A journal that ends with its process holds nothing that others should wait for.</summary>
    private static bool IsKept(string journal) => journal.Length > 0 && !JournalIdentity.IsMemory(journal);

    /// <summary>Whether the journal is that of a member, or never was one's that is remembered.</summary>
    public bool IsReachable(string journal) => _reachable.Contains(_former.GetValueOrDefault(journal, journal));

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

    public string HeldText(SlotId slot) => HeldText((IEnumerable<string>)JournalsOf(slot));

    public string HeldText(string journal) => HeldText([journal]);

    private Dictionary<SlotId, IReadOnlySet<string>> ReadersBySlot()
    {
        var byJournals = new Dictionary<ImmutableSortedSet<string>, IReadOnlySet<string>>();
        var bySlot = new Dictionary<SlotId, IReadOnlySet<string>>(_journals.Count);
        foreach (var (slot, journals) in _journals)
        {
            if (!byJournals.TryGetValue(journals, out var readers))
                byJournals[journals] = readers = _journalOf.Where(node => journals.Contains(node.Value)).Select(node => node.Key)
                    .ToHashSet(StringComparer.Ordinal);
            bySlot[slot] = readers;
        }

        return bySlot;
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
