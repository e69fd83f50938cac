using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Where a new session goes.</summary>
internal sealed record Dispatch(SlotId Slot, string Node, string Why);
