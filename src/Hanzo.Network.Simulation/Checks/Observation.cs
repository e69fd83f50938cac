using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>What the checkers are told, in the order in which it happened. Times are the world's, not a node's.</summary>
/// <param name="Node">0 is the first; -1: no node.</param>
public abstract record Observation(TimeSpan At, int Node);

/// <param name="Life">Counts the processes of a node, from 1.</param>
public sealed record ProcessStarted(TimeSpan At, int Node, int Life) : Observation(At, Node);

public sealed record ProcessEnded(TimeSpan At, int Node, int Life, ProcessEnd How) : Observation(At, Node);

public enum ProcessEnd
{
    Crash,
    PowerLoss,
    Leave,
}

/// <summary>A node that somebody drains says that nothing is under way on it any more, or that its time is up; then it leaves.</summary>
public sealed record NodeDrained(TimeSpan At, int Node, int Life, bool InTime) : Observation(At, Node);

/// <summary>Who asked for a slot to move from a node was told that it has.</summary>
public sealed record SlotMigrated(TimeSpan At, int Node, int Other, string Slot) : Observation(At, Node);

/// <summary>A process does no work, and starts to again: SIGSTOP or sleep.</summary>
public sealed record ProcessPaused(TimeSpan At, int Node, int Life, bool Paused) : Observation(At, Node);

/// <summary>A machine's wall clock was set: deadlines, which are moments of it, come sooner or later than was planned by them.</summary>
public sealed record ClockJumped(TimeSpan At, int Node) : Observation(At, Node);

/// <summary>Whether anything can pass from one node to another by the network's present state.</summary>
public sealed record LinkChanged(TimeSpan At, int Node, int Other, bool Open) : Observation(At, Node);

/// <summary>A process has its <paramref name="Generation"/>-th actor system, or has it no more.</summary>
public sealed record SystemChanged(TimeSpan At, int Node, int Life, long Generation, bool Alive) : Observation(At, Node);

/// <summary>A node that was cut off serves alone now, or does not any more.</summary>
public sealed record ServesAlone(TimeSpan At, int Node, int Life, bool Alone) : Observation(At, Node);

/// <summary>The slots that a node's region holds now, since they changed; in text order.</summary>
public sealed record SlotsHeld(TimeSpan At, int Node, int Life, ImmutableArray<string> Slots) : Observation(At, Node);

/// <summary>A journal's disk has an event for good. <paramref name="Content"/> is a hash of manifest and payload.</summary>
public sealed record EventStored(
    TimeSpan At, int Node, string PersistenceId, long Sequence, string Writer, string Manifest, ulong Content) : Observation(At, Node);

/// <summary>A node was told that its events up to and including <paramref name="LastSequence"/> are stored.</summary>
/// <param name="Content">Of the event <paramref name="LastSequence"/>.</param>
public sealed record AppendAcknowledged(
    TimeSpan At, int Node, int Life, string PersistenceId, long LastSequence, string Writer, ulong Content) : Observation(At, Node);

/// <summary>A node was told that an append failed or was refused.</summary>
public sealed record AppendFailed(TimeSpan At, int Node, int Life, string PersistenceId, string Error) : Observation(At, Node);

/// <summary>
/// A session's actor stops because it could not record something: the append failed, took too long, was not tried after others had
/// failed, or another writer was faster. What it had under way is cut.
/// </summary>
public sealed record WriterStopped(TimeSpan At, int Node, int Life, string PersistenceId) : Observation(At, Node);

/// <summary>The sessions of a slot on the move have not stopped in the hand-off's time and are stopped hard.</summary>
public sealed record HandOffCut(TimeSpan At, int Node, int Life, string Slot) : Observation(At, Node);

/// <summary>At the end: what the journal's disk holds.</summary>
public sealed record EventRead(
    TimeSpan At, int Node, string PersistenceId, long Sequence, string Writer, string Manifest, ulong Content) : Observation(At, Node);

/// <param name="Request">Unique per call of a client.</param>
/// <param name="Session">That is to go on; empty: a new one.</param>
public sealed record RunAsked(TimeSpan At, int Node, int Life, string Request, string Session = "") : Observation(At, Node);

public sealed record RunAccepted(TimeSpan At, int Node, int Life, string Request, string Run) : Observation(At, Node);

/// <summary>Another client waits for a run that it did not ask for; it is told the end as <see cref="RunEnded"/> as well.</summary>
/// <param name="Request">Unique per call of a client.</param>
public sealed record RunWatched(TimeSpan At, int Node, int Life, string Request, string Run) : Observation(At, Node);

/// <param name="Status">completed, failed or cancelled.</param>
public sealed record RunEnded(TimeSpan At, int Node, int Life, string Request, string Run, string Status, string Output)
    : Observation(At, Node);

/// <summary>The client was told that it gets no answer.</summary>
public sealed record RunRefused(TimeSpan At, int Node, int Life, string Request, string Error) : Observation(At, Node);

/// <param name="Effect">Run and step: the same for a repetition.</param>
/// <param name="Policy">The tool's effect policy, or <c>model</c>.</param>
public sealed record EffectStarted(TimeSpan At, int Node, int Life, string Effect, string Policy) : Observation(At, Node);

/// <summary>A person says, by this node, that an effect of unknown outcome may be begun again.</summary>
/// <param name="Question">Which of those about this effect.</param>
public sealed record EffectAllowed(TimeSpan At, int Node, string Effect, string Question) : Observation(At, Node);

public sealed record EffectEnded(TimeSpan At, int Node, int Life, string Effect, EffectEnd How) : Observation(At, Node);

public enum EffectEnd
{
    Done,
    Failed,

    /// <summary>By cancellation, in a process that lived on.</summary>
    Cut,

    /// <summary>Its time was up.</summary>
    TimedOut,
}

/// <summary>A write to replicated data begins: whatever is answered, and if nothing is, it may take effect.</summary>
public sealed record DataWriteBegun(TimeSpan At, int Node, int Life, string Key, string Element) : Observation(At, Node);

/// <summary>A write to replicated data was answered.</summary>
/// <param name="Level">local, majority or all.</param>
public sealed record DataWritten(TimeSpan At, int Node, int Life, string Key, string Element, string Level, bool Acknowledged)
    : Observation(At, Node);

/// <summary>At the end: what a node's replica holds, in text order.</summary>
public sealed record DataRead(TimeSpan At, int Node, int Life, string Key, ImmutableArray<string> Elements) : Observation(At, Node);

/// <summary>A node's view of the members that are Up, in text order, since it changed.</summary>
/// <param name="Self">The node's present actor system as views name it: address and uid, so that each system has its own name.</param>
/// <param name="Leaving">The members that are Leaving: they still hold slots.</param>
/// <param name="AllReachable">No member, Up or not, is unreachable in this view.</param>
public sealed record MembersSeen(
    TimeSpan At, int Node, int Life, string Self, ImmutableArray<string> Up, ImmutableArray<string> Leaving, bool AllReachable)
    : Observation(At, Node);

/// <summary>A node downs a member because its port refuses dials.</summary>
/// <param name="Member">Its address, as in <see cref="MembersSeen.Self"/>.</param>
public sealed record TakenForDead(TimeSpan At, int Node, int Life, string Member, string Why) : Observation(At, Node);

public sealed record QueueMeasured(TimeSpan At, int Node, string Queue, long Length, long Bound) : Observation(At, Node);

/// <summary>All faults are over from here on.</summary>
public sealed record Healed(TimeSpan At) : Observation(At, -1);

/// <summary>Something is to be done to shared state: whatever is answered, and if nothing is, it may take effect.</summary>
/// <param name="Element">What is appended or set, or by how much it is incremented.</param>
public sealed record StateAsked(TimeSpan At, int Node, int Life, string Key, StateDeed Deed, string Element) : Observation(At, Node);

/// <summary>It was answered that it is done.</summary>
public sealed record StateAcknowledged(TimeSpan At, int Node, int Life, string Key, StateDeed Deed, string Element)
    : Observation(At, Node);

/// <summary>It was answered that a key was set in the version that was expected.</summary>
/// <param name="Expected">Null: it was not there.</param>
/// <param name="Version">That this write gave it.</param>
public sealed record StateCompared(TimeSpan At, int Node, int Life, string Key, string? Expected, string Version) : Observation(At, Node);

public enum StateDeed
{
    Append,
    Increment,
    Set,

    /// <summary>Set, removed, or set in the version that was read.</summary>
    Change,
}

/// <summary>At the end: what a node knows under a key of shared state; the key of no length comes last.</summary>
/// <param name="Elements">Of a list its items, else the value.</param>
public sealed record StateRead(TimeSpan At, int Node, int Life, string Key, string Version, ImmutableArray<string> Elements)
    : Observation(At, Node);
