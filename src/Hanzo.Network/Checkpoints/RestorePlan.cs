using System.Collections.Immutable;
using Hanzo.Network.State;

namespace Hanzo.Network.Checkpoints;

/// <summary>What has to be done, by ordinary operations, so that the keys say again what they said at a checkpoint.</summary>
/// <param name="Changes">In the order of their keys.</param>
public sealed record RestorePlan(ImmutableArray<RestoreChange> Changes)
{
    public static RestorePlan Of(IReadOnlyList<StateItem> now, IReadOnlyList<StateItem> then)
    {
        var present = now.ToDictionary(item => item.Key);
        var changes = new List<RestoreChange>();
        foreach (var item in then)
        {
            var known = present.GetValueOrDefault(item.Key);
            present.Remove(item.Key);
            if (known?.Kind == item.Kind && known?.Value == item.Value) continue;
            changes.Add(new RestoreChange(item.Key, known?.Value, item.Value, Commands(known, item), new(known?.Version)));
        }

        changes.AddRange(present.Values.Select(item =>
            new RestoreChange(item.Key, item.Value, null, [new RemoveKey(item.Key)], new(item.Version))));
        changes.Sort((left, right) => left.Key.CompareTo(right.Key));
        return new RestorePlan([.. changes]);
    }

    private static ImmutableArray<StateCommand> Commands(StateItem? known, StateItem item)
    {
        var (key, value) = (item.Key, item.Value!.Value.ToElement());
        return item.Kind switch
        {
            StateKind.Register => [.. Cleared(known, item), new SetValue(key, item.Value.Value)],
            StateKind.Counter when known?.Kind == StateKind.Counter =>
                [new IncrementCount(key, value.GetInt64() - known.Value!.Value.ToElement().GetInt64())],
            StateKind.Counter => [.. Cleared(known, item), new IncrementCount(key, value.GetInt64())],
            _ => [.. known is null ? [] : Removal(key), .. value.EnumerateArray().Select(i => new AppendItem(key, StateValue.Of(i)))],
        };
    }

    private static ImmutableArray<StateCommand> Cleared(StateItem? known, StateItem item) =>
        known is not null && known.Kind != item.Kind ? Removal(item.Key) : [];

    private static ImmutableArray<StateCommand> Removal(StateKey key) => [new RemoveKey(key)];
}

/// <param name="Now">Null: the key is not there.</param>
/// <param name="Then">Null: the key was not there.</param>
/// <param name="Commands">In their order.</param>
/// <param name="Expected">What it was planned for.</param>
public sealed record RestoreChange(
    StateKey Key, StateValue? Now, StateValue? Then, ImmutableArray<StateCommand> Commands, ExpectedVersion Expected);
