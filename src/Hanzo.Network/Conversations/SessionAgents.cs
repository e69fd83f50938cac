using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>
/// Which definition one session goes by: the newest when a run begins, the same one until that run ends. A session that is taken
/// over goes on with the newest, and an agent that is no more is remembered as it was last.
/// </summary>
/// <param name="find">The newest definition that this node may run; null: none any more.</param>
public sealed class SessionAgents(Func<Agent?> find)
{
    private Agent? _current;
    private Agent? _newest;

    /// <summary>Of the run under way.</summary>
    /// <exception cref="InvalidOperationException">There never was a definition.</exception>
    public Agent Current => _current ?? _newest ?? throw new InvalidOperationException("A session without a definition has no effects.");

    /// <summary>For the next decision; null: there is none and never was.</summary>
    public SessionAgent? Take()
    {
        _newest = find() ?? _newest;
        return _newest is { } newest ? new SessionAgent(_current ?? newest, newest) : default(SessionAgent?);
    }

    /// <summary>The decision that was made by what was taken last has begun a run.</summary>
    public void RunStarted() => _current = _newest;
}
