using System.Collections.Immutable;

namespace Hanzo.Network.Placement;

/// <summary>What placement thinks of one node for one agent.</summary>
/// <param name="Unmet">Everything that keeps the node from running the agent, the most telling first; empty when it may.</param>
public sealed record NodeVerdict(NodeView View, NodeScore Score, ImmutableArray<string> Unmet)
{
    public string Node => View.Id;

    public bool Fits => Unmet.IsEmpty;

    /// <summary>Why the node may not run the agent; null when it may.</summary>
    public string? Refusal => Unmet.IsEmpty ? null : Unmet[0];

    /// <summary>The node and why it was refused.</summary>
    public string Text => $"{Node}: {Refusal ?? "fits"}";

    /// <summary>Slots of the agent that it hosts.</summary>
    public int SlotsHosted { get; init; }

    /// <summary>Slots that belong to it by the plan.</summary>
    public int SlotsPlanned { get; init; }

    /// <summary>Slots that a new session could have there: those it hosts and may keep, and those that are to come.</summary>
    public int SlotsOpen { get; init; }
}
