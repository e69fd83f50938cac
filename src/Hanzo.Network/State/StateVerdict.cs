using System.Collections.Immutable;

namespace Hanzo.Network.State;

/// <summary>What an operation has come to, by what is known of its key after others have confirmed it.</summary>
public static class StateVerdict
{
    /// <summary>It counts only as a conflict: elsewhere the key came to be another kind, earlier.</summary>
    public static bool IsOfAnotherKind(StateEntry now, string writer, StateOperation operation)
    {
        if (operation is KeyRemoved || now.Cells.GetValueOrDefault(writer)?.Part is not { } part) return false;
        var counted = part.Sequence >= operation.Sequence && part.Kind == StatePart.KindOf(operation);
        return counted && StateReading.KindNow(now) is { } kind && kind != part.Kind;
    }

    /// <summary>
    /// Nobody has written to the key without having seen the operation, beside what it has seen itself. Of two that do not see each
    /// other, and are looked at when a majority has each, one at most is uncontested: the later one finds the other. Where it cannot
    /// be told, as when a third write has replaced both, it is contested.
    /// </summary>
    public static bool IsUncontested(StateEntry now, string writer, StateOperation operation)
    {
        foreach (var (other, covered) in now.Covers)
            if (other != writer && covered.Sequence > SeenOf(operation.Seen, other)) return false;
        foreach (var (other, cell) in now.Cells)
        {
            var isNew = other != writer && cell.Part.Sequence > SeenOf(operation.Seen, other);
            if (isNew && SeenOf(cell.Part.Seen, writer) < operation.Sequence) return false;
        }

        return true;
    }

    private static long SeenOf(ImmutableSortedDictionary<string, Covered>? seen, string writer) =>
        seen?.GetValueOrDefault(writer)?.Sequence ?? 0;
}
