using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>What the node directories of a network say to each other.</summary>
internal static class DirectoryProtocol
{
    /// <summary>Slots with a run under way that a node tells of; those of more are let end when they are handed off.</summary>
    public const int MaxBusyTold = 64;

    /// <param name="Revision">The sender's own description.</param>
    /// <param name="Known">The revision of the receiver's description that the sender holds; 0 for none.</param>
    public sealed record NodePing(string NodeId, string Incarnation, long Sequence, long Revision, long Known, NodeLoad Load)
        : IWireMessage
    {
        /// <inheritdoc cref="NodeEntry.Busy"/>
        public ImmutableSortedSet<string>? Busy { get; init; }
    }

    /// <summary>Answers the ping with the same <paramref name="Sequence"/>.</summary>
    public sealed record NodePong(string NodeId, string Incarnation, long Sequence, long Revision, long Known, NodeLoad Load)
        : IWireMessage
    {
        /// <inheritdoc cref="NodeEntry.Busy"/>
        public ImmutableSortedSet<string>? Busy { get; init; }
    }

    public sealed record NodeDescribed(NodeDescription Description) : IWireMessage;

    public sealed record RunsNoted(ImmutableArray<RunNote> Notes) : IWireMessage;

    /// <summary>Local: this node takes no new sessions from now on.</summary>
    public sealed record Drain
    {
        public static readonly Drain Instance = new();
    }

    /// <summary>Local, from sessions: tell everyone.</summary>
    public sealed record NoteRun(RunNote Note);

    /// <summary>Local, on the event stream: members, agents or slots changed (not mere load or latency).</summary>
    public sealed record DirectoryChanged(DirectorySnapshot Snapshot);
}
