using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>What is said to the directory of run ids, one entry for each id that a caller chose, and what it answers.</summary>
internal static class RunDirectoryProtocol
{
    /// <summary>Routes itself to the entry of its id.</summary>
    public interface IRunIdMessage : IWireMessage
    {
        string Id { get; }
    }

    /// <summary>
    /// Binds the id to a session before its run starts, unless it is bound already. Answered with <see cref="RunBound"/> or
    /// <see cref="RunTaken"/>.
    /// </summary>
    /// <param name="Fingerprint">Of the request, <see cref="RunFingerprint"/>.</param>
    /// <param name="Session">Null: only asks. An id that is not bound is <see cref="RunFree"/> then.</param>
    /// <param name="Journal">As in <see cref="SessionProtocol.RunStart"/>.</param>
    /// <param name="Why">How agent and node were chosen.</param>
    public sealed record RunBind(string Id, string Fingerprint, SessionId? Session, string? Journal, string Why) : IRunIdMessage;

    /// <summary>What has been recorded, by whoever was first.</summary>
    public sealed record RunBound(string Id, SessionId Session, string? Journal, string Why) : IWireMessage;

    /// <summary>The id belongs to another request.</summary>
    public sealed record RunTaken(string Id) : IWireMessage;

    /// <summary>Which session has the run; whatever was asked for. Answered with <see cref="RunBound"/> or <see cref="RunFree"/>.</summary>
    public sealed record RunLookup(string Id) : IRunIdMessage;

    /// <summary>The id is bound to nothing.</summary>
    public sealed record RunFree(string Id) : IWireMessage;

    /// <summary>Whether the id is bound to anything cannot be known now.</summary>
    /// <param name="Why">Names who may know, without a full stop.</param>
    /// <param name="MayPass">Asking again soon may help.</param>
    public sealed record RunHeld(string Id, string Why, bool MayPass) : IWireMessage;

    /// <summary>To the <see cref="RunJournal"/> of a node with another journal. Answered with <see cref="RunRecalled"/>.</summary>
    public sealed record RunRecall(string Id) : IWireMessage
    {
        /// <summary>To be recorded in that node's journal unless the id is bound there; null: it is only asked.</summary>
        public RunBinding? Binding { get; init; }
    }

    /// <param name="Binding">As the node's journal has it, by now; null: it has none.</param>
    public sealed record RunRecalled(string Id, RunBinding? Binding) : IWireMessage;
}
