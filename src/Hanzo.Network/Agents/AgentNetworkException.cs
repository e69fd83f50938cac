namespace Hanzo.Network.Agents;

public enum NetworkError
{
    InvalidRequest,
    UnknownAgent,
    UnknownRun,

    /// <summary>No agent has such a slot, or the text names none.</summary>
    UnknownSlot,

    /// <summary>Nobody who is left has this session's history; it never starts anew under the same id.</summary>
    UnknownSession,

    /// <summary>The session's history is in a journal that no present node has; the message names who holds it.</summary>
    HistoryUnavailable,

    /// <summary>The agent is known but no node may run it now; the message names the nodes considered and why each was refused.</summary>
    NoCandidate,

    /// <summary>The node that was asked for may not run it; the message says why.</summary>
    NodeUnsuitable,

    /// <summary>The network has no node of this id.</summary>
    UnknownNode,

    /// <summary>It would contradict what is so already: a name that a node has pinned, a history that only one node has.</summary>
    Conflict,

    /// <summary>The network shares no state under this key.</summary>
    UnknownKey,

    UnknownCheckpoint,

    /// <summary>What is kept of it is not what was written; the message offers another one.</summary>
    DamagedCheckpoint,

    /// <summary>Shared state, one key of it, or what is kept of it is as much as it may be; the message names the bound.</summary>
    StateFull,

    /// <summary>The session has <c>16</c> runs waiting.</summary>
    TooManyQueued,

    /// <summary>
    /// The node that was asked is cut off from the rest of the network; the message names the agent's mode, or what needs the whole.
    /// </summary>
    Detached,

    /// <summary>The network is changing or the session did not answer in time; a repeat may succeed.</summary>
    Unavailable,

    /// <summary>It is recorded, or may be, but not confirmed: it may count, and a repeat may make it count twice. Read before.</summary>
    Unconfirmed,

    /// <summary>Of shared state, at this node; the message names the bound.</summary>
    TooManyWatchers,

    /// <summary>Events of a run that were asked for are not kept any more; its result and what was said are.</summary>
    EventsDeleted,

    /// <summary>The key is one of those that the network itself keeps; the message names their prefix.</summary>
    ReservedKey,
}

/// <summary>A request that the network refused or could not answer; the message is for the user.</summary>
public sealed class AgentNetworkException(NetworkError error, string message, Exception? inner = null) : Exception(message, inner)
{
    public NetworkError Error { get; } = error;
}
