using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Agents;

/// <summary>The definition of an agent: what it is told, what it may use, and what it needs from a node.</summary>
public sealed record Agent
{
    public required AgentName Name { get; init; }
    public string Description { get; init => field = value ?? ""; } = "";
    public string Instructions { get; init => field = value ?? ""; } = "";
    public ImmutableArray<ToolReference> Tools { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The model to ask; null means the node's default.</summary>
    public string? Model { get; init; }

    public AgentRequirements Requires { get; init => field = value ?? AgentRequirements.None; } = AgentRequirements.None;
    public Workload Workload { get; init; } = Workload.Light;
    public int Slots { get; init; } = SlotId.DefaultCount;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PartitionMode Partition { get; init; } = PartitionMode.Pause;

    /// <summary>Null for an agent that its node offers by itself, from a file or from code: that pins it there.</summary>
    public AgentDeployment? Deployment { get; init; }
}
