using Hanzo.Network.Agents;

namespace Hanzo.Network.State;

/// <summary>
/// Commands that a writer decides one after the other, each in the knowledge of those before it, to be journaled together.
/// Nobody else sees any of it before <see cref="StateWriter.Commit"/>.
/// </summary>
public sealed class StateBatch
{
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
        if (after.Bytes > StateLimits.MaxKeyBytes && command is not RemoveKey) return TooLarge(key, after.Bytes);
        changed = changed is null ? [] : new Dictionary<StateKey, StateEntry>(changed);
        changed[key] = after;

        // Taking something away is never refused for want of room.
        if (command is not RemoveKey && WhyFull(key, _board.Sizes(bucket, changed)) is { } full) return full;
        (_clock, _sequence, _changed[bucket]) = (time, _sequence + 1, changed);
        _operations.Add(operation);
        return decision with { After = after };
    }

    private static StateDecision TooLarge(StateKey key, int bytes) => StateDecision.Refused(
        NetworkError.StateFull, $"state key '{key}' would have {bytes} bytes; the bound is {StateLimits.MaxKeyBytes}.");

    private static StateDecision? WhyFull(StateKey key, (int Bytes, int Cells) size)
    {
        if (size is { Bytes: <= StateLimits.MaxBucketBytes, Cells: <= StateLimits.MaxBucketCells }) return null;
        var (amount, bound) = size.Bytes > StateLimits.MaxBucketBytes
            ? ($"{size.Bytes} bytes", StateLimits.MaxBucketBytes)
            : ($"{size.Cells} contributions, removed keys included", StateLimits.MaxBucketCells);
        return StateDecision.Refused(
            NetworkError.StateFull,
            $"there is no room for state key '{key}': it and the keys that are kept with it would have {amount}; the bound is {bound}. "
                + "Another key may be kept elsewhere.");
    }
}
