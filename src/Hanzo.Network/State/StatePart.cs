using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hanzo.Network.State;

/// <summary>What one writer has contributed to one key: only that writer makes it, and the greater sequence replaces the lower.</summary>
public sealed record StatePart
{
    public required StateKind Kind { get; init; }

    /// <summary>Of the writer's last operation on the key.</summary>
    public required long Sequence { get; init; }

    /// <inheritdoc cref="Sequence"/>
    public required HybridTime Time { get; init; }

    /// <inheritdoc cref="StateOperation.Born"/>
    public required HybridTime Born { get; init; }

    /// <summary>Of a register.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public StateValue Value { get; init; }

    /// <summary>The writer removed the key last; nothing else is in the part.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Removed { get; init; }

    /// <summary>Of a list, null for none; those that were removed are left out by the next operation.</summary>
    public ImmutableArray<StateListItem>? Items { get; init; }

    /// <summary>All increments that the writer has ever made of the key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Sum { get; init; }

    /// <inheritdoc cref="StateOperation.Seen"/>
    public ImmutableSortedDictionary<string, Covered>? Seen { get; init; }

    /// <param name="before">Null: the writer's first contribution, or the former one counts no more.</param>
    /// <param name="covered">What others have replaced of the writer; null: nothing.</param>
    public static StatePart Apply(StatePart? before, Covered? covered, string writer, StateOperation operation)
    {
        var own = operation.Seen?.GetValueOrDefault(writer);
        var sum = SumOf(before is null ? null : new Covered(before.Sequence, before.Sum), own, covered);
        var part = new StatePart
        {
            Kind = KindOf(operation),
            Sequence = operation.Sequence,
            Time = operation.Time,
            Born = operation.Born,
            Seen = operation.Seen,
            Sum = sum,
        };
        return operation switch
        {
            ValueSet set => part with { Value = set.Value },
            CountIncremented increment => part with { Sum = sum + increment.Amount },
            ItemAppended append => part with { Items = [.. ItemsAfter(before, own), new(append.Sequence, append.Time, append.Item)] },
            KeyRemoved => part with { Removed = true },
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "unknown operation"),
        };
    }

    /// <summary>As of the writer's last operation, whoever tells of it.</summary>
    private static long SumOf(params ReadOnlySpan<Covered?> told)
    {
        var last = new Covered(0);
        foreach (var one in told)
            if (one is not null && one.Sequence >= last.Sequence) last = one;
        return last.Sum;
    }

    internal static StateKind KindOf(StateOperation operation) => operation switch
    {
        ValueSet => StateKind.Register,
        ItemAppended => StateKind.List,
        CountIncremented => StateKind.Counter,
        KeyRemoved removed => removed.Kind,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "unknown operation"),
    };

    private static IEnumerable<StateListItem> ItemsAfter(StatePart? before, Covered? covered) =>
        before?.Items?.Where(item => item.Sequence > (covered?.Sequence ?? 0)) ?? [];
}

/// <param name="Sequence">Of the operation that appended it.</param>
public sealed record StateListItem(long Sequence, HybridTime Time, StateValue Value);
