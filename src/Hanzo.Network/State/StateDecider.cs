using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.State;

/// <summary>Turns a command into an operation, by what its writer knows of the key.</summary>
public static class StateDecider
{
    /// <param name="writer">Who makes the operation.</param>
    /// <param name="sequence">The operation's.</param>
    public static StateDecision Decide(StateEntry entry, StateCommand command, string writer, long sequence, HybridTime time)
    {
        var item = StateReading.Of(command.Key, entry);
        if (WhyNot(entry, item, command, writer) is { } refused) return refused;
        if (command is RemoveKey && item.Kind is null && item.Conflicts.IsEmpty) return StateDecision.Nothing;
        var operation = Operation(entry, item, command, writer, sequence, time);
        return operation.Seen is { Count: > StateLimits.MaxSeen } seen
            ? SeenTooMany(command.Key, seen.Count)
            : new StateDecision(operation);
    }

    private static StateDecision? WhyNot(StateEntry entry, StateItem item, StateCommand command, string writer)
    {
        var (key, wanted) = (command.Key, KindWanted(command));
        if (wanted is { } kind && item.Kind is { } found && kind != found)
            return StateDecision.Refused(
                NetworkError.Conflict,
                $"state key '{key}' is a {Name(found)}; it cannot be {Deed(command)} like a {Name(kind)} before it is removed.");
        return command switch
        {
            SetValue { Expected: { } expected } => WhyNotExpected(item, expected),
            AppendItem => WhyNotMore(entry, key, writer) ?? WhyNotAppended(entry, key),
            IncrementCount increment => WhyNotMore(entry, key, writer) ?? WhyNotIncremented(entry, increment),
            _ => null,
        };
    }

    /// <returns>Null: it is in that state.</returns>
    internal static StateDecision? WhyNotExpected(StateItem item, ExpectedVersion expected)
    {
        var version = item.Kind is null ? null : item.Version;
        if (version == expected.Version) return null;
        var found = version is null ? "it is not there" : $"it has version '{version}'";
        var wanted = expected.Version is null ? "it was expected not to be there" : $"version '{expected.Version}' was expected";
        return StateDecision.Refused(NetworkError.Conflict, $"state key '{item.Key}' was not changed: {wanted}, but {found}.");
    }

    private static StateDecision? WhyNotMore(StateEntry entry, StateKey key, string writer) =>
        entry.Cells.Count < StateLimits.MaxWriters || entry.Cells.ContainsKey(writer)
            ? null
            : StateDecision.Refused(
                NetworkError.StateFull,
                $"state key '{key}' has been written to by {entry.Cells.Count} nodes or lives of nodes; the bound is "
                    + $"{StateLimits.MaxWriters}. Remove it to begin anew.");

    private static StateDecision SeenTooMany(StateKey key, int writers) => StateDecision.Refused(
        NetworkError.StateFull,
        $"state key '{key}' has been written to by {writers} nodes or lives of nodes, which are remembered also when it is removed; the "
            + $"bound is {StateLimits.MaxSeen}. Use another key.");

    private static StateDecision? WhyNotAppended(StateEntry entry, StateKey key) =>
        StateReading.ItemsOf(entry).Length < StateLimits.MaxListItems
            ? null
            : StateDecision.Refused(
                NetworkError.StateFull,
                $"state list '{key}' has {StateLimits.MaxListItems} items, which is the bound. Remove it to begin anew.");

    private static StateDecision? WhyNotIncremented(StateEntry entry, IncrementCount increment)
    {
        // Bounded on both sides before they are added.
        var count = Math.Clamp(StateReading.CountOf(entry), -2 * StateLimits.MaxCount, 2 * StateLimits.MaxCount);
        var after = Math.Clamp(increment.Amount, -4 * StateLimits.MaxCount, 4 * StateLimits.MaxCount) + count;
        return after is >= -StateLimits.MaxCount and <= StateLimits.MaxCount
            ? null
            : StateDecision.Refused(
                NetworkError.InvalidRequest,
                $"state counter '{increment.Key}' is {count}; with {increment.Amount} it would leave -{StateLimits.MaxCount} to "
                    + $"{StateLimits.MaxCount}.");
    }

    private static StateOperation Operation(
        StateEntry entry, StateItem item, StateCommand command, string writer, long sequence, HybridTime time)
    {
        var born = item.Kind is { } kind ? StateReading.BornOf(entry, kind) ?? time : time;
        StateOperation operation = command switch
        {
            SetValue set => new ValueSet(set.Value) { Sequence = sequence, Time = time, Key = set.Key, Born = born },
            AppendItem append => new ItemAppended(append.Item) { Sequence = sequence, Time = time, Key = append.Key, Born = born },
            IncrementCount increment =>
                new CountIncremented(increment.Amount) { Sequence = sequence, Time = time, Key = increment.Key, Born = born },
            RemoveKey remove =>
                new KeyRemoved(item.Kind ?? StateKind.Register) { Sequence = sequence, Time = time, Key = remove.Key, Born = born },
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "unknown command"),
        };
        var seen = SeenBy(entry, command, writer, sequence);
        return seen.IsEmpty ? operation : operation with { Seen = seen };
    }

    private static ImmutableSortedDictionary<string, Covered> SeenBy(
        StateEntry entry, StateCommand command, string writer, long sequence)
    {
        switch (command)
        {
            case SetValue:
                return entry.SeenBy(_ => true);
            case RemoveKey:
                var seen = entry.SeenBy(_ => true);
                return seen.SetItem(writer, new Covered(sequence, seen.GetValueOrDefault(writer)?.Sum ?? 0));
            default:
                // What counts adds up; what does not has been seen.
                var kind = KindWanted(command);
                return entry.SeenBy(part => part.Kind != kind);
        }
    }

    private static StateKind? KindWanted(StateCommand command) => command switch
    {
        SetValue => StateKind.Register,
        AppendItem => StateKind.List,
        IncrementCount => StateKind.Counter,
        _ => null,
    };

    private static string Deed(StateCommand command) => command switch
    {
        SetValue => "set",
        AppendItem => "appended to",
        IncrementCount => "incremented",
        _ => "changed",
    };

    private static string Name(StateKind kind) => kind switch
    {
        StateKind.Register => "single value",
        StateKind.List => "list",
        StateKind.Counter => "counter",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown kind"),
    };
}
