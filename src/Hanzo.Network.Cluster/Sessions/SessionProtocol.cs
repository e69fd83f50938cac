using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>What is said to a session, by way of the region, and what it answers.</summary>
internal static class SessionProtocol
{
    /// <summary>Routes itself: the region finds slot and session in the message.</summary>
    public interface ISessionMessage : IWireMessage
    {
        SessionId Session { get; }
    }

    /// <summary>Starts a run; the sender watches it from then on. The same <paramref name="Request"/> is the same run.</summary>
    /// <param name="Continues">The session must have a history; an empty one is refused, never started anew.</param>
    public sealed record RunStart(WireEnvelope Envelope, SessionId Session, string Request, string Input, string Why, bool Continues)
        : ISessionMessage
    {
        /// <summary>The newest deployed version that the caller's node knows; the run goes by it or a newer one. Null: none.</summary>
        public long? AgentVersion { get; init; }
    }

    /// <summary>The run is in the journal.</summary>
    public sealed record RunAccepted(string Request, RunResult Run) : IWireMessage;

    public sealed record RunRefused(string Request, NetworkError Error, string Message) : IWireMessage;

    /// <summary>Asks for the run's events after <paramref name="After"/>, those to come included.</summary>
    public sealed record RunWatch(WireEnvelope Envelope, RunId Run, long After) : ISessionMessage
    {
        public SessionId Session => Run.Session;
    }

    public sealed record RunUnwatch(RunId Run) : ISessionMessage
    {
        public SessionId Session => Run.Session;
    }

    /// <summary>Events in order. A watcher that does not hold <paramref name="Previous"/> has missed some and watches again.</summary>
    /// <param name="Previous">Sequence of the last event sent before these; what the watcher asked to go on from, the first time.</param>
    public sealed record RunObserved(RunId Run, string Node, long Previous, ImmutableArray<RunEvent> Events) : IWireMessage;

    /// <summary>This session's history holds no such run.</summary>
    public sealed record RunUnknown(RunId Run, string Node) : IWireMessage;

    public sealed record RunGet(WireEnvelope Envelope, RunId Run) : ISessionMessage
    {
        public SessionId Session => Run.Session;
    }

    public sealed record RunFound(RunResult Run) : IWireMessage;

    /// <summary>To the <see cref="SlotSessions"/> of the node that has the slot.</summary>
    public sealed record SlotGet(string Slot) : IWireMessage;

    /// <summary>The sessions of the slot that are in memory there, at most <see cref="Migration.MaxSessions"/>.</summary>
    public sealed record SlotFound(string Slot, ImmutableArray<SessionId> Sessions) : IWireMessage;

    /// <summary>Local: the session leaves its node or has been idle.</summary>
    public sealed record SessionStop
    {
        public static readonly SessionStop Instance = new();
    }
}
