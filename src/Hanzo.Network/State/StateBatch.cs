using Hanzo.Network.Agents;

namespace Hanzo.Network.State;

/// <summary>
/// Commands that a writer decides one after the other, each in the knowledge of those before it, to be journaled together.
/// Nobody else sees any of it before <see cref="StateWriter.Commit"/>.
/// </summary>
public sealed class StateBatch
{
    private static readonly Dictionary<StateKey, StateEntry> NoneChanged = [];

    private readonly StateBoard _board;
    private readonly string _writer;
    private readonly Dictionary<int, Dictionary<StateKey, StateEntry>> _changed = [];
    private readonly List<StateOperation> _operations = [];
    private readonly DateTimeOffset _now;
    private HybridTime _clock;
    private long _sequence;

    internal StateBatch(StateBoard board, string writer, long sequence, DateTimeOffset now) =>
        (_board, _writer, _sequence, _now, _clock) = (board, writer, sequence, now, board.Clock);

    public IReadOnlyList<StateOperation> Operations => _operations;

    /// <summary>One that is refused leaves nothing in the batch.</summary>
    public StateDecision Decide(StateCommand command) => command is ChangeKey change ? DecideAll(change) : DecideOne(command);

    private StateDecision DecideAll(ChangeKey change)
    {
        var (key, bucket) = (change.Key, StateBuckets.Of(change.Key));
        var changed = _changed.GetValueOrDefault(bucket);
        var entry = changed?.GetValueOrDefault(key) ?? _board.Entry(key);
        if (StateDecider.WhyNotExpected(StateReading.Of(key, entry), change.Expected) is { } unexpected) return unexpected;
        var (clock, sequence, operations, last) = (_clock, _sequence, _operations.Count, StateDecision.Nothing);
        foreach (var command in change.Commands)
        {
            var decision = DecideOne(command);
            if (decision.Refusal is not null)
            {
                (_clock, _sequence) = (clock, sequence);
                _operations.RemoveRange(operations, _operations.Count - operations);
                if (changed is null) _changed.Remove(bucket);
                else _changed[bucket] = changed;
                return decision;
            }

            if (decision.Operation is not null) last = decision;
        }

        return last;
    }

    private StateDecision DecideOne(StateCommand command)
    {
        var (key, bucket) = (command.Key, StateBuckets.Of(command.Key));
        var changed = _changed.GetValueOrDefault(bucket);
        var entry = changed?.GetValueOrDefault(key) ?? _board.Entry(key);
        var time = _clock.Next(_now);
        var decision = StateDecider.Decide(entry, command, _writer, _sequence + 1, time);
        if (decision.Operation is not { } operation) return decision;
        var after = entry.Apply(_writer, operation);
        var isLarger = command is not RemoveKey && after.Bytes > entry.Bytes;
        if (isLarger && after.Bytes > StateLimits.MaxKeyBytes) return TooLarge(key, after.Bytes);
        var before = changed ?? NoneChanged;
        changed = changed is null ? [] : new Dictionary<StateKey, StateEntry>(changed);
        changed[key] = after;

        // Taking something away is never refused for want of room.
        if (command is not RemoveKey && WhyFull(key, bucket, before, changed) is { } full) return full;
        (_clock, _sequence, _changed[bucket]) = (time, _sequence + 1, changed);
        _operations.Add(operation);
        return decision with { After = after };
    }

    private static StateDecision TooLarge(StateKey key, int bytes) => StateDecision.Refused(
        NetworkError.StateFull, $"state key '{key}' would have {bytes} bytes; the bound is {StateLimits.MaxKeyBytes}.");

    /// <summary>
    /// Several nodes that write at the same moment can bring more together than each may: what adds nothing to that is not refused.
    /// </summary>
    private StateDecision? WhyFull(
        StateKey key, int bucket, Dictionary<StateKey, StateEntry> changedBefore, Dictionary<StateKey, StateEntry> changed)
    {
        var after = _board.Sizes(bucket, changed);
        if (after is { Bytes: <= StateLimits.MaxBucketBytes, Cells: <= StateLimits.MaxBucketCells }) return null;
        var before = _board.Sizes(bucket, changedBefore);
        var tooLarge = after.Bytes > StateLimits.MaxBucketBytes && after.Bytes > before.Bytes;
        if (!tooLarge && (after.Cells <= StateLimits.MaxBucketCells || after.Cells <= before.Cells)) return null;
        var (amount, bound) = tooLarge
            ? ($"{after.Bytes} bytes", StateLimits.MaxBucketBytes)
            : ($"{after.Cells} contributions", StateLimits.MaxBucketCells);
        return StateDecision.Refused(
            NetworkError.StateFull,
            $"there is no room for state key '{key}': it and the keys that are kept with it would have {amount}; the bound is {bound}. "
                + "What removed keys leave behind is included, and never given back. Another key may be kept elsewhere.");
    }
}
