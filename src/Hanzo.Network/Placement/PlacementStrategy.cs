namespace Hanzo.Network.Placement;

/// <summary>How the node for a new session is chosen among those that may run its agent.</summary>
public enum PlacementStrategy
{
    Capability,
    LeastLoaded,
    RoundRobin,
    Random,
}
