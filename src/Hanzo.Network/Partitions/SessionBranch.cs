using System.Text.Json.Serialization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Partitions;

/// <summary>That a session was opened on a node that was cut off, as its history says.</summary>
/// <param name="Parent">Whose history it begins with; null: none.</param>
/// <param name="ParentSequence">The last event of the parent that was known then; 0 without a parent.</param>
/// <param name="Detachment">Id of the <see cref="Partitions.Detachment"/>: only under it runs are recorded here while cut off.</param>
public sealed record SessionBranch(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] SessionId? Parent, long ParentSequence, string Detachment);
