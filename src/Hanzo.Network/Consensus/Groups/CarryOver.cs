using System.Collections.Immutable;
using System.Text;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Consensus.Groups;

/// <param name="Transaction">Holds only if nobody else has gone on since.</param>
/// <param name="Conflicts">Keys that stay as they are here.</param>
public sealed record CarryStep(KeyValueCommand.Transact Transaction, CarryMark Mark, ImmutableArray<string> Conflicts);

/// <summary>
/// Decides what is carried over from a closed group's keys: those that the present group lacks are put, those that go with a lease are not,
/// and those that differ stay as they are here unless somebody resolves it.
/// </summary>
public static class CarryOver
{
    /// <summary>For the mark and what is compared with it, which have at most two keys and some numbers.</summary>
    private const int MarkBytes = 8 * 1024;

    /// <summary>What was done so far; null: nothing.</summary>
    /// <exception cref="FormatException">The mark is of another version.</exception>
    public static CarryMark? MarkOf(string group, KeyValueState present) =>
        present.Entries.TryGetValue(CarryMark.KeyOf(group), out var entry) ? CarryMark.Read(entry.Value) : null;

    /// <param name="closed">What the closed group held.</param>
    /// <param name="present">As it is now.</param>
    /// <param name="resolve">See <see cref="IKeyConflicts"/>; null: nobody does.</param>
    /// <returns>The next step with keys; null: all keys are done.</returns>
    public static CarryStep? NextKeys(
        string group, KeyValueState closed, KeyValueState present, Func<KeyConflict, string?>? resolve = null)
    {
        var next = MarkOf(group, present) ?? new CarryMark();
        if (next.KeysDone) return null;
        var step = new Builder();
        var conflicts = ImmutableArray.CreateBuilder<string>();
        var isLast = true;
        foreach (var (key, entry) in closed.Entries.SkipWhile(entry => string.CompareOrdinal(entry.Key, next.Keys) <= 0))
        {
            var after = next with { Keys = key };
            var found = present.Entries.GetValueOrDefault(key);
            if (entry.Lease != 0) after = after with { Leased = next.Leased + 1 };
            else if (found?.Value != entry.Value && !key.StartsWith(ReservedKeys.OfGroup, StringComparison.Ordinal))
            {
                var conflict = found is null ? null : new KeyConflict(key, entry, found);
                var value = conflict is null ? entry.Value : resolve?.Invoke(conflict);
                var note = value is null && next.Conflicts < CarryMark.MaxListed ? CarryMark.ConflictKey(group, next.Conflicts + 1) : null;
                if (!step.HasRoom(key, value, note))
                {
                    isLast = false;
                    break;
                }
                if (value is not null) step.Put(key, value, found);
                else conflicts.Add(key);
                if (note is not null) step.Note(note, key);
                after = value is null ? after with { Conflicts = next.Conflicts + 1 } : after with { Carried = next.Carried + 1 };
            }
            next = after;
        }
        if (isLast) next = next with { KeysDone = true };
        return new CarryStep(step.Build(group, present, next), next, conflicts.DrainToImmutable());
    }

    /// <summary>A change of the mark alone, if nobody else has gone on since.</summary>
    /// <param name="kept">The session whose history stays behind; null: none.</param>
    public static KeyValueCommand.Transact Advance(string group, KeyValueState present, CarryMark next, string? kept = null)
    {
        var step = new Builder();
        if (kept is not null && next.Kept <= CarryMark.MaxListed) step.Note(CarryMark.SessionKey(group, next.Kept), kept);
        return step.Build(group, present, next);
    }

    private sealed class Builder
    {
        private readonly ImmutableArray<Comparison>.Builder _if = ImmutableArray.CreateBuilder<Comparison>();
        private readonly ImmutableArray<Operation>.Builder _then = ImmutableArray.CreateBuilder<Operation>();
        private int _bytes = MarkBytes;

        /// <param name="value">Null: the key stays.</param>
        /// <param name="note">Null: none.</param>
        public bool HasRoom(string key, string? value, string? note)
        {
            var steps = _if.Count + _then.Count + (value is null ? 0 : 2) + (note is null ? 0 : 1);
            var bytes = (value is null ? 0 : 2 * Length(key) + Length(value)) + (note is null ? 0 : Length(note) + Length(key));
            if (steps + 2 > KeyValueLimits.MaxSteps || _bytes + bytes > KeyValueLimits.MaxTransactionBytes) return false;
            _bytes += bytes;
            return true;
        }

        public void Put(string key, string value, KeyValueEntry? found)
        {
            _if.Add(Comparison.IsUnchanged(key, found?.Modified ?? 0));
            _then.Add(new Operation.Put(key, value, found?.Lease ?? 0));
        }

        public void Note(string note, string key) => _then.Add(new Operation.Put(note, key));

        public KeyValueCommand.Transact Build(string group, KeyValueState present, CarryMark next)
        {
            var key = CarryMark.KeyOf(group);
            _if.Add(Comparison.IsUnchanged(key, present.Entries.GetValueOrDefault(key)?.Modified ?? 0));
            _then.Add(new Operation.Put(key, next.Write()));
            return new KeyValueCommand.Transact(_if.DrainToImmutable(), _then.DrainToImmutable(), []);
        }

        private static int Length(string text) => Encoding.UTF8.GetByteCount(text);
    }
}
