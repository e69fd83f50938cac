using System.Collections.Immutable;

namespace Hanzo.Network.State;

/// <summary>What somebody wants done to a key.</summary>
public abstract record StateCommand(StateKey Key)
{
    /// <summary>Operations that it becomes at most.</summary>
    public virtual int Steps => 1;
}

/// <param name="Expected">Null: whatever is there. Else only in this state of the key.</param>
public sealed record SetValue(StateKey Key, StateValue Value, ExpectedVersion? Expected = null) : StateCommand(Key);

public sealed record AppendItem(StateKey Key, StateValue Item) : StateCommand(Key);

/// <param name="Amount">-2^53 + 1 to 2^53 - 1.</param>
public sealed record IncrementCount(StateKey Key, long Amount) : StateCommand(Key);

public sealed record RemoveKey(StateKey Key) : StateCommand(Key);

/// <summary>Several things done to a key as one, or not at all, and only in this state of the key.</summary>
/// <param name="Commands">Of the same key, in their order.</param>
public sealed record ChangeKey(StateKey Key, ImmutableArray<StateCommand> Commands, ExpectedVersion Expected) : StateCommand(Key)
{
    public override int Steps => Commands.Length;
}

/// <param name="Version">Null: the key is not there.</param>
public sealed record ExpectedVersion(string? Version);
