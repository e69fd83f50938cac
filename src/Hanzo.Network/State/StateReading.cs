using System.Collections.Immutable;
using System.Globalization;

namespace Hanzo.Network.State;

/// <summary>What an entry says: by kind, and by the rule of that kind.</summary>
public static class StateReading
{
    public static StateItem Of(StateKey key, StateEntry entry)
    {
        var register = RegisterOf(entry);
        var kind = KindOf(entry, register);
        return new StateItem
        {
            Key = key,
            Kind = kind,
            Value = kind is { } known ? ValueOf(entry, known, register) : null,
            Version = VersionOf(entry),
            Time = TimeOf(entry),
            Conflicts = ConflictsOf(entry, kind, register),
        };
    }

    /// <summary>Null: the key is not there.</summary>
    public static StateKind? KindNow(StateEntry entry) => KindOf(entry, RegisterOf(entry));

    /// <summary>When the key came to be; null: it is not there.</summary>
    public static HybridTime? BornOf(StateEntry entry, StateKind kind)
    {
        HybridTime? born = null;
        foreach (var (writer, cell) in entry.Cells)
            if (cell.Part.Kind == kind && IsLive(entry, writer, cell.Part) && (born is null || cell.Part.Born < born))
                born = cell.Part.Born;
        return born;
    }

    /// <summary>By time, and of the same time by writer: sorting keeps the order of the cells.</summary>
    public static ImmutableArray<StateListItem> ItemsOf(StateEntry entry) =>
    [
        .. from cell in entry.Cells
           where cell.Value.Part.Kind == StateKind.List
           from item in LiveItems(entry, cell.Key, cell.Value.Part)
           orderby item.Time
           select item,
    ];

    /// <summary>Within a long: each of at most some thousand writers stays within <see cref="StateLimits.MaxCount"/>.</summary>
    public static long CountOf(StateEntry entry)
    {
        var count = 0L;
        foreach (var (writer, cell) in entry.Cells)
            if (cell.Part.Kind == StateKind.Counter) count += cell.Part.Sum - (entry.Covers.GetValueOrDefault(writer)?.Sum ?? 0);
        return count;
    }

    /// <summary>Of concurrent kinds the one that came to be first.</summary>
    private static StateKind? KindOf(StateEntry entry, (string Writer, StatePart Part)? register)
    {
        StateKind? first = null;
        HybridTime born = default;
        foreach (var kind in Enum.GetValues<StateKind>())
        {
            if (kind == StateKind.Register && register is not { Part.Removed: false }) continue;
            if (BornOf(entry, kind) is not { } since || (first is not null && since >= born)) continue;
            (first, born) = (kind, since);
        }

        return first;
    }

    private static StateValue ValueOf(StateEntry entry, StateKind kind, (string Writer, StatePart Part)? register) => kind switch
    {
        StateKind.Register => register!.Value.Part.Value,
        StateKind.List => StateValue.Of(ItemsOf(entry).Select(item => item.Value)),
        StateKind.Counter => StateValue.Of(CountOf(entry)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown kind"),
    };

    /// <summary>The last by hybrid time, the greater writer of two at the same.</summary>
    private static (string Writer, StatePart Part)? RegisterOf(StateEntry entry)
    {
        (string Writer, StatePart Part)? last = null;
        foreach (var (writer, cell) in entry.Cells)
            if (cell.Part.Kind == StateKind.Register && (last is null || cell.Part.Time >= last.Value.Part.Time))
                last = (writer, cell.Part);
        return last;
    }

    private static ImmutableArray<StateConflict> ConflictsOf(
        StateEntry entry, StateKind? kind, (string Writer, StatePart Part)? register) =>
    [
        .. from cell in entry.Cells
           let part = cell.Value.Part
           where part.Kind == StateKind.Register
               ? cell.Key != register!.Value.Writer || kind is not (null or StateKind.Register)
               : part.Kind != kind && IsLive(entry, cell.Key, part)
           orderby part.Time descending
           select new StateConflict(part.Kind, ConflictValue(entry, cell.Key, part), part.Time, cell.Key),
    ];

    private static StateValue? ConflictValue(StateEntry entry, string writer, StatePart part) => part.Kind switch
    {
        StateKind.List => StateValue.Of(LiveItems(entry, writer, part).Select(item => item.Value)),
        StateKind.Counter => StateValue.Of(part.Sum - (entry.Covers.GetValueOrDefault(writer)?.Sum ?? 0)),
        _ => part.Removed ? null : part.Value,
    };

    private static bool IsLive(StateEntry entry, string writer, StatePart part) =>
        !part.Removed && part.Sequence > (entry.Covers.GetValueOrDefault(writer)?.Sequence ?? 0);

    private static IEnumerable<StateListItem> LiveItems(StateEntry entry, string writer, StatePart part)
    {
        var covered = entry.Covers.GetValueOrDefault(writer)?.Sequence ?? 0;
        return part.Items?.Where(item => item.Sequence > covered) ?? [];
    }

    private static HybridTime TimeOf(StateEntry entry) =>
        entry.Cells.Values.Aggregate(HybridTime.Zero, (latest, cell) => latest.Max(cell.Part.Time));

    /// <summary>The newest time, and a hash that tells apart what was done until then.</summary>
    private static string VersionOf(StateEntry entry)
    {
        if (entry.Cells.IsEmpty) return "";
        var hash = StateBuckets.Hash("");
        foreach (var (writer, cell) in entry.Cells)
            hash = StateBuckets.Hash(cell.Part.Sequence.ToString(CultureInfo.InvariantCulture), StateBuckets.Hash(writer, hash));
        return $"{TimeOf(entry)}{hash.ToString("x8", CultureInfo.InvariantCulture)}";
    }
}
