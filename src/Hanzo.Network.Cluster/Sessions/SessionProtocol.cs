using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Conversations;
using Hanzo.Network.Partitions;

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

        /// <summary>The journal that a new session begins in, and in no other: that of where it was first sent. Null: any.</summary>
        public string? Journal { get; init; }

        /// <summary>Counts the times it was sent, from 1.</summary>
        public int Attempt { get; init; }

        /// <inheritdoc cref="RunWatch.Credit"/>
        public int Credit { get; init; }

        /// <inheritdoc cref="RunRequest.Limits"/>
        public RunLimits? Limits { get; init; }

        /// <inheritdoc cref="RunRequest.Origin"/>
        public RunOrigin? Origin { get; init; }

        /// <inheritdoc cref="RunRequest.History"/>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public ImmutableArray<TranscriptLine> History { get; init => field = value.IsDefaultOrEmpty ? default : value; }

        /// <inheritdoc cref="RunRequest.User"/>
        public string? User { get; init; }

        /// <inheritdoc cref="StartRun.Route"/>
        public RouteNote? Route { get; init; }

        /// <inheritdoc cref="StartRun.Placement"/>
        public PlacementNote? Placement { get; init; }

        /// <param name="trace">As in <see cref="StartRun.TraceParent"/>.</param>
        public StartRun ToCommand(string? trace) => new(Request, Input, Why)
        {
            Deadline = Envelope.Deadline,
            TraceParent = trace,
            Limits = Limits,
            Origin = Origin,
            History = History,
            User = User,
            Route = Route,
            Placement = Placement,
        };
    }

    /// <summary>Local: opens a branch, unless it has a history, and starts the run there. A slot's sessions are on one node.</summary>
    /// <param name="Transcript">What it has of its parent.</param>
    public sealed record BranchStart(RunStart Start, SessionBranch Origin, ImmutableArray<TranscriptEntry> Transcript)
    {
        public SessionId Session => Start.Session;
    }

    /// <summary>
    /// This node has another journal than the one that the session is to begin in: this attempt has begun nothing.
    /// </summary>
    /// <param name="Journal">Of the node.</param>
    public sealed record RunUnbound(string Request, int Attempt, string Journal, string Node) : IWireMessage
    {
        /// <summary>Names who has the journal that it is to begin in; null: older nodes do not say.</summary>
        public string? Held { get; init; }
    }

    /// <summary>The run is in the journal.</summary>
    public sealed record RunAccepted(string Request, RunResult Run) : IWireMessage;

    public sealed record RunRefused(string Request, NetworkError Error, string Message) : IWireMessage;

    /// <summary>Asks for the run's events after <paramref name="After"/>, those to come included.</summary>
    public sealed record RunWatch(WireEnvelope Envelope, RunId Run, long After) : ISessionMessage
    {
        /// <summary>Pieces of replies that may be on their way to one watcher.</summary>
        public const int MaxCredit = 16;

        public SessionId Session => Run.Session;

        /// <summary>Pieces of replies that the watcher can take, until it says <see cref="RunCredit"/>; 0: it wants none.</summary>
        public int Credit { get; init; }
    }

    /// <summary>The watcher has taken so many pieces of replies. Who is slow loses pieces, never events.</summary>
    public sealed record RunCredit(RunId Run, int Deltas) : ISessionMessage
    {
        public SessionId Session => Run.Session;
    }

    /// <summary>A person's answer to what the run waits for. Answered with <see cref="RunAnswered"/> or <see cref="RunUnknown"/>.</summary>
    /// <param name="Step">Of the run: the call that it is about.</param>
    public sealed record RunAnswer(WireEnvelope Envelope, RunId Run, int Step, bool Approved, string? Reason) : ISessionMessage
    {
        public SessionId Session => Run.Session;

        /// <summary>Counts the questions about this call, from 1.</summary>
        public int Number { get; init => field = Math.Max(value, 1); } = 1;

        /// <inheritdoc cref="PersonAnswer.Words"/>
        public string? Words { get; init; }
    }

    /// <summary>
    /// Ends the run. Answered with <see cref="RunAnswered"/> when it is cancelled, or with <see cref="RunUnknown"/>.
    /// </summary>
    public sealed record RunCancel(WireEnvelope Envelope, RunId Run, string Reason) : ISessionMessage
    {
        public SessionId Session => Run.Session;
    }

    /// <param name="Conflict">Why the answer or the wish changes nothing; null: it counts.</param>
    public sealed record RunAnswered(RunResult Run, string? Conflict) : IWireMessage;

    /// <summary>What was asked of the run is not answered, for good.</summary>
    public sealed record RunDeclined(RunId Run, NetworkError Error, string Message) : IWireMessage;

    /// <summary>From the index of its slot: a session with nothing to do says so.</summary>
    public sealed record SessionWake(SessionId Session) : ISessionMessage;

    /// <summary>
    /// From whoever looks after old sessions: one that is due deletes itself. Answered with <see cref="SessionRetired"/> when it has.
    /// </summary>
    public sealed record SessionRetire(SessionId Session) : ISessionMessage
    {
        /// <summary>Somebody wants it deleted, whether due or not. What cannot be decided now is not answered: it is asked again.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsWanted { get; init; }
    }

    /// <param name="Step">What the session has done; <see cref="SessionStep.Keep"/>: nothing, or not all of it.</param>
    public sealed record SessionRetired(SessionId Session, SessionStep Step) : IWireMessage
    {
        /// <summary>To who wants it deleted: why it was not, by this; null: it was.</summary>
        public NetworkError? Error { get; init; }

        public string? Message { get; init; }
    }

    public sealed record RunUnwatch(RunId Run) : ISessionMessage
    {
        public SessionId Session => Run.Session;
    }

    /// <summary>Events in order. A watcher that does not hold <paramref name="Previous"/> has missed some and watches again.</summary>
    /// <param name="Previous">Sequence of the last event sent before these; what the watcher asked to go on from, the first time.</param>
    public sealed record RunObserved(RunId Run, string Node, long Previous, ImmutableArray<RunEvent> Events) : IWireMessage
    {
        /// <summary>The run has ended with what the watcher has already, or earlier: no events will come.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsOver { get; init; }
    }

    /// <summary>This session's history holds no such run.</summary>
    public sealed record RunUnknown(RunId Run, string Node) : IWireMessage
    {
        /// <summary>The session has no history here, and who may have it; null: nobody else.</summary>
        public string? Held { get; init; }
    }

    public sealed record RunGet(WireEnvelope Envelope, RunId Run) : ISessionMessage
    {
        public SessionId Session => Run.Session;
    }

    /// <summary>Asks for the run of a request; answered as <see cref="RunGet"/> is.</summary>
    public sealed record RunFind(WireEnvelope Envelope, SessionId Session, string Request) : ISessionMessage;

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
