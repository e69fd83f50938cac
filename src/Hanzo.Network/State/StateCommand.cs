namespace Hanzo.Network.State;

/// <summary>What somebody wants done to a key.</summary>
public abstract record StateCommand(StateKey Key);

/// <param name="Expected">Null: whatever is there. Else only in this state of the key.</param>
public sealed record SetValue(StateKey Key, StateValue Value, ExpectedVersion? Expected = null) : StateCommand(Key);

public sealed record AppendItem(StateKey Key, StateValue Item) : StateCommand(Key);

/// <param name="Amount">-2^53 + 1 to 2^53 - 1.</param>
public sealed record IncrementCount(StateKey Key, long Amount) : StateCommand(Key);

public sealed record RemoveKey(StateKey Key) : StateCommand(Key);

/// <param name="Version">Null: the key is not there.</param>
public sealed record ExpectedVersion(string? Version);
