using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>What the node directories of a network say to each other directly; what lasts, they share by way of the registry.</summary>
internal static class DirectoryProtocol
{
    public sealed record NodePing(string NodeId, string Incarnation, long Sequence) : IWireMessage;

    /// <summary>Answers the ping with the same <paramref name="Sequence"/>.</summary>
    public sealed record NodePong(string NodeId, string Incarnation, long Sequence) : IWireMessage;

    public sealed record RunsNoted(ImmutableArray<RunNote> Notes) : IWireMessage;

    /// <summary>Local: this node takes no new sessions from now on. Answered with <see cref="Told"/>.</summary>
    /// <param name="Hurries">As in <see cref="NodeDescription.Hurries"/>.</param>
    public sealed record Drain(bool Hurries);

    /// <summary>What this node says of itself was told to the others.</summary>
    /// <param name="Everywhere">Every other node has confirmed that it knows; false: not all of them in time.</param>
    public sealed record Told(bool Everywhere);

    /// <summary>
    /// Local: this node's journal has histories of these slots, as <c>math.17</c>. A sender is answered with <see cref="Told"/> when
    /// all others know, or did not confirm.
    /// </summary>
    public sealed record HistoryFound(ImmutableArray<string> Slots);

    /// <summary>Local: nodes that an earlier life of this one has met, which have journals of their own.</summary>
    public sealed record HoldersKnown(ImmutableArray<DepartedNode> Nodes);

    /// <summary>Local, from sessions: tell everyone.</summary>
    public sealed record NoteRun(RunNote Note);

    /// <summary>Local, on the event stream: members, agents or slots changed (not mere load or latency).</summary>
    /// <param name="IsRemoval">
    /// A member that was gone as soon as it was down is removed now. Until then sharding has sent it what was for its slots: who has asked
    /// in between asks again.
    /// </param>
    public sealed record DirectoryChanged(DirectorySnapshot Snapshot, bool IsRemoval = false);
}
