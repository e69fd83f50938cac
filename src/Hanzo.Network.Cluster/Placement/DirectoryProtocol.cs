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
