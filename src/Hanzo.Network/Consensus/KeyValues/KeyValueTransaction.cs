using System.Collections.Immutable;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>One transaction: compared as the store was before it, executed in order, each operation seeing those before.</summary>
internal static class KeyValueTransaction
{
    public static KeyValueStep Execute(KeyValueState state, KeyValueCommand.Transact transact)
    {
        var held = transact.If.OrEmpty().All(comparison => comparison.Holds(state.Entries.GetValueOrDefault(comparison.Key)));
        var operations = (held ? transact.Then : transact.Else).OrEmpty();
        foreach (var operation in operations)
        {
            if (operation is Operation.Put { Lease: not 0 } put && !state.Leases.ContainsKey(put.Lease))
                return KeyValueMachine.UnknownLease(state, put.Lease);
        }
        var edit = new KeyValueEdit(state);
        var left = KeyValueLimits.MaxAnswerLength;
        var results = ImmutableArray.CreateBuilder<OperationResult>(operations.Length);
        foreach (var operation in operations) results.Add(Execute(edit, operation, ref left));
        if (edit.Keys > Math.Max(KeyValueLimits.MaxKeys, state.Entries.Count))
            return KeyValueMachine.Refuse(state, KeyValueRefusal.OutOfBounds, $"{edit.Keys} keys; allowed are {KeyValueLimits.MaxKeys}");
        if (edit.Length > Math.Max(KeyValueLimits.MaxLength, state.Length))
        {
            return KeyValueMachine.Refuse(
                state, KeyValueRefusal.OutOfBounds, $"{edit.Length} characters in all; allowed are {KeyValueLimits.MaxLength}");
        }
        var result = new KeyValueResult.Transacted(held, edit.Revision, results.DrainToImmutable());
        return new KeyValueStep(edit.ToState(), result, edit.Changes);
    }

    private static OperationResult Execute(KeyValueEdit edit, Operation operation, ref int left)
    {
        switch (operation)
        {
            case Operation.Put put:
                edit.Put(put.Key, put.Value, put.Lease);
                return new OperationResult([]);
            case Operation.Delete { Prefix: true } delete:
                var keys = edit.FindAll(delete.Key).Select(found => found.Key).ToArray();
                foreach (var key in keys) edit.Delete(key);
                return new OperationResult([], keys.Length);
            case Operation.Delete delete:
                var deleted = edit.Find(delete.Key) is null ? 0 : 1;
                edit.Delete(delete.Key);
                return new OperationResult([], deleted);
            case Operation.Get { Prefix: true } get:
                return Read(edit.FindAll(get.Key), ref left);
            case Operation.Get get:
                return Read(edit.Find(get.Key) is { } entry ? [new(get.Key, entry)] : [], ref left);
            default:
                throw new InvalidOperationException($"{operation} is no operation.");
        }
    }

    private static OperationResult Read(IEnumerable<KeyValuePair<string, KeyValueEntry>> found, ref int left)
    {
        var entries = ImmutableArray.CreateBuilder<FoundEntry>();
        foreach (var (key, entry) in found)
        {
            left -= key.Length + entry.Value.Length + LogEntry.Overhead;
            if (left < 0) return new OperationResult(entries.DrainToImmutable(), More: true);
            entries.Add(new FoundEntry(key, entry));
        }
        return new OperationResult(entries.DrainToImmutable());
    }
}
