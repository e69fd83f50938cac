using System.Collections.Immutable;

namespace Hanzo.Network.State;

/// <summary>
/// All that is known of one key: a part for each writer whose contribution counts. Merging takes each writer's newest part and
/// leaves out what another part has replaced: whatever the order and however often, the same parts give the same entry.
/// </summary>
public sealed class StateEntry
{
    public static readonly StateEntry Empty = new(ImmutableSortedDictionary.Create<string, StateCell>(StringComparer.Ordinal));

    private ImmutableSortedDictionary<string, Covered>? _covers;

    private StateEntry(ImmutableSortedDictionary<string, StateCell> cells) => Cells = cells;

    /// <summary>By writer.</summary>
    public ImmutableSortedDictionary<string, StateCell> Cells { get; }

    /// <summary>What has been replaced of each writer.</summary>
    public ImmutableSortedDictionary<string, Covered> Covers => _covers ??= CoversOf(Cells);

    /// <summary>Of all that is replicated of it, without the names.</summary>
    public int Bytes => Cells.Values.Sum(cell => cell.Bytes);

    /// <returns>This very entry when nothing changes.</returns>
    public StateEntry Merge(string writer, StateCell cell)
    {
        if (Cells.TryGetValue(writer, out var known) && known.Part.Sequence >= cell.Part.Sequence) return this;
        if (known is null && Covers.TryGetValue(writer, out var covered) && covered.Sequence >= cell.Part.Sequence) return this;
        return WithoutReplaced(Cells.SetItem(writer, cell));
    }

    public StateEntry Merge(StateEntry other) =>
        other.Cells.Aggregate(this, (entry, cell) => entry.Merge(cell.Key, cell.Value));

    public StateEntry Apply(string writer, StateOperation operation)
    {
        var before = Cells.GetValueOrDefault(writer)?.Part;
        if (before?.Sequence >= operation.Sequence) return this;
        var part = StatePart.Apply(before, Covers.GetValueOrDefault(writer), writer, operation);
        return Merge(writer, StateCell.Of(part));
    }

    /// <summary>Everything that this entry knows to have been done, for an operation that replaces it.</summary>
    public ImmutableSortedDictionary<string, Covered> SeenBy(Func<StatePart, bool> replaces)
    {
        var seen = Covers.ToBuilder();
        foreach (var (writer, cell) in Cells)
            if (replaces(cell.Part)) seen[writer] = new Covered(cell.Part.Sequence, cell.Part.Sum);
        return seen.ToImmutable();
    }

    private static StateEntry WithoutReplaced(ImmutableSortedDictionary<string, StateCell> cells)
    {
        if (cells.Count == 1) return new StateEntry(cells);
        var left = cells;
        foreach (var (writer, cell) in cells)
            if (cells.Any(other => other.Key != writer && Replaces(other.Value.Part, writer, cell.Part)))
                left = left.Remove(writer);
        return new StateEntry(left);
    }

    private static bool Replaces(StatePart other, string writer, StatePart part) =>
        other.Seen is { } seen && seen.TryGetValue(writer, out var covered) && covered.Sequence >= part.Sequence;

    private static ImmutableSortedDictionary<string, Covered> CoversOf(ImmutableSortedDictionary<string, StateCell> cells)
    {
        var covers = ImmutableSortedDictionary.CreateBuilder<string, Covered>(StringComparer.Ordinal);
        foreach (var cell in cells.Values)
            if (cell.Part.Seen is { } seen)
                foreach (var (writer, covered) in seen)
                    if (!covers.TryGetValue(writer, out var known) || covered.Sequence > known.Sequence) covers[writer] = covered;
        return covers.ToImmutable();
    }
}
