using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Consensus;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>What nodes tell each other for their group, and what a node's callers ask of its member.</summary>
internal static class ConsensusProtocol
{
    /// <summary>One message of the algorithm.</summary>
    /// <param name="Message">As <see cref="RaftCodec"/> writes it.</param>
    public sealed record Traffic(string Group, string From, string To, ReadOnlyMemory<byte> Message) : IWireMessage;

    /// <summary>What a node has to say of its group, from time to time.</summary>
    /// <param name="Group">Null: it has none, and wants to hear of one.</param>
    /// <param name="IsBlank">Nothing but members was ever written to its log.</param>
    /// <param name="Member">Null: none yet.</param>
    /// <param name="Leader">A member; null: it knows of none.</param>
    /// <param name="Applied">Index up to which its machines are, not only its log.</param>
    /// <param name="IsAnswer">It is not answered.</param>
    /// <param name="Closed">Groups that it knows to be closed, with spaces between them; null: none.</param>
    /// <param name="Carries">Those of which it has all that they held; null: none.</param>
    /// <param name="TakenOut">Whoever is answered was, by a person; null: it was not, as far as the answering node knows.</param>
    public sealed record Hello(
        string Node, string? Group, bool IsBlank, string? Member, string? Leader, long Applied, bool Leaves, bool IsAnswer,
        string? Closed = null, string? Carries = null, bool? TakenOut = null) : IWireMessage;

    /// <summary>To the leader: a command of another member's caller. Answered with <see cref="ForwardOutcome"/>.</summary>
    public sealed record Forward(string Group, long Id, ReadOnlyMemory<byte> Command) : IWireMessage;

    /// <param name="Refusal">None: it is the entry at this index, if one of this term is committed there.</param>
    public sealed record ForwardOutcome(string Group, long Id, Refusal Refusal, long Index, long Term) : IWireMessage;

    /// <summary>To the leader: this node will not come back. Answered with <see cref="RemoveAnswer"/>.</summary>
    /// <param name="IsForwarded">By a member that does not lead.</param>
    public sealed record RemoveNode(string Node, bool IsForwarded) : IWireMessage;

    /// <param name="Problem">Null: it is done as soon as the group is.</param>
    public sealed record RemoveAnswer(string? Problem) : IWireMessage;

    /// <summary>Of this node's user: voters that are out of reach are lost for good. Answered with <see cref="TakeOverAnswer"/>.</summary>
    public sealed record TakeOverGroup
    {
        public static readonly TakeOverGroup Instance = new();
    }

    /// <param name="Problem">Null: the group goes on as another one, in a moment.</param>
    public sealed record TakeOverAnswer(string? Problem);

    /// <summary>Of this node: it is on its way out.</summary>
    public sealed record Depart
    {
        public static readonly Depart Instance = new();
    }

    /// <summary>Of this node's caller. The outcome is told once.</summary>
    /// <param name="Group">For no other; null: for whichever this node is of.</param>
    public sealed record Propose(string? Group, ReadOnlyMemory<byte> Payload, TaskCompletionSource<Outcome> Told);

    /// <summary>Of this node's caller: told when this member has applied all that was committed by now.</summary>
    public sealed record CatchUp(TaskCompletionSource<Outcome> Told);

    /// <summary>What became of what a caller asked.</summary>
    public abstract record Outcome
    {
        /// <param name="Result">Of applying it here.</param>
        public sealed record Done(ReadOnlyMemory<byte> Result) : Outcome;

        /// <summary>Nothing has happened, nor will.</summary>
        /// <param name="Again">Asking again may help.</param>
        public sealed record Refused(string Reason, bool Again) : Outcome;

        /// <summary>It may have happened, or happen yet.</summary>
        public sealed record Unknown(string Reason) : Outcome;
    }
}
