namespace Hanzo.Network.State;

/// <summary>
/// The store cannot do what was asked now. Nothing of it is acknowledged; an append whose connection broke may be stored all
/// the same, which a reading tells.
/// </summary>
/// <param name="store">The file or server, without secrets.</param>
public sealed class EventStoreException(string store, EventStoreProblem problem, string message, Exception? inner = null)
    : Exception($"journal {store}: {message}", inner)
{
    public string Store { get; } = store;
    public EventStoreProblem Problem { get; } = problem;
}

public enum EventStoreProblem
{
    /// <summary>More waits to be written than the store's bound.</summary>
    Overloaded,

    /// <summary>Another process has held it for longer than the store waits.</summary>
    Locked,

    /// <summary>There is no room; appends succeed again when there is.</summary>
    Full,

    /// <summary>It, or the way to it, does not answer or may not be used.</summary>
    Unreachable,

    /// <summary>It is not what this program writes: damaged, of another version, or something else altogether.</summary>
    Unreadable,

    /// <summary>This process has closed it.</summary>
    Closed,
}
