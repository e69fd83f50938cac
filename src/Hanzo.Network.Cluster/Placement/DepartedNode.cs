using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>A node that was here and left or died, with what it had.</summary>
internal sealed record DepartedNode(string NodeId, ImmutableArray<AgentName> Agents, DateTimeOffset At)
{
    private static readonly ImmutableSortedSet<string> NoSlots = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    public string Journal { get; init; } = "";

    /// <summary>Slots that its journal has histories of, as <c>math.17</c>.</summary>
    public ImmutableSortedSet<string> History { get; init; } = NoSlots;

    /// <summary>Something may be in its journal that is in no other.</summary>
    /// <param name="journal">Of the node that remembers it.</param>
    public bool HoldsBesides(string? journal) => Journal != journal && !JournalIdentity.IsMemory(Journal) && !History.IsEmpty;

    public static DepartedNode Of(NodeDescription description, DateTimeOffset at) =>
        new(description.NodeId, [.. description.Agents.Select(agent => agent.Name)], at)
        {
            Journal = description.Journal, History = description.History,
        };
}
