using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.State;

/// <summary>What is asked of shared state. All of it stays within the node but for <see cref="Compare"/> and its answers.</summary>
internal static class StateProtocol
{
    /// <summary>Answered with <see cref="Opened"/> when what this node has journaled is known, or <see cref="Refused"/>.</summary>
    public sealed record Open
    {
        public static readonly Open Instance = new();
    }

    /// <summary>To the <see cref="StateJournal"/>: other writers have been heard of.</summary>
    public sealed record Meet
    {
        public static readonly Meet Instance = new();
    }

    /// <summary>From <see cref="MissedWriters"/>: what others had written is on the board.</summary>
    public sealed record Revived
    {
        public static readonly Revived Instance = new();
    }

    /// <param name="Writer">Of this node's journal.</param>
    /// <param name="Met">Other writers that it has noted.</param>
    public sealed record Opened(string Writer, ImmutableArray<string> Met);

    /// <summary>Answered with <see cref="Found"/> or <see cref="Refused"/>.</summary>
    public sealed record Read(StateKey Key, StateConsistency Consistency);

    public sealed record Found(StateItem Item);

    /// <summary>Answered with <see cref="Done"/> or <see cref="Refused"/>.</summary>
    public sealed record Write(StateCommand Command, StateConsistency Consistency);

    /// <param name="Item">As the change left it: what others did at the same time is not in it, nor in its version.</param>
    /// <param name="Changed">False: there was nothing to do.</param>
    public sealed record Done(StateItem Item, bool Changed);

    /// <summary>To the <see cref="StateOwner"/>; answered with <see cref="Compared"/> or <see cref="Refused"/>.</summary>
    /// <param name="Expected">Null: the key is not there.</param>
    /// <param name="Value">As JSON.</param>
    public sealed record Compare(string Key, string? Expected, string Value) : IWireMessage;

    /// <param name="Time">A hybrid time.</param>
    public sealed record Compared(string Version, string Time) : IWireMessage;

    public sealed record Refused(NetworkError Error, string Message) : IWireMessage;

    /// <param name="Since">When it was asked for: a timestamp of the process's time.</param>
    public sealed record Record(Write Write, IActorRef Asker, long Since);

    /// <summary>To the <see cref="StateJournal"/>, one at a time; answered with <see cref="Decided"/>.</summary>
    public sealed record Store(ImmutableArray<Record> Records);

    /// <summary>From the journal: what became operations is stored, and on the board.</summary>
    public sealed record Decided(ImmutableArray<Outcome> Outcomes);

    public sealed record Outcome(Record Record, StateDecision Decision)
    {
        public StateCommand Command => Record.Write.Command;
    }
}
