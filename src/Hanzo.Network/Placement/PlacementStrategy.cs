namespace Hanzo.Network.Placement;

/// <summary>How the node for a new session is chosen among those that may run its agent.</summary>
public enum PlacementStrategy
{
    Capability,
    LeastLoaded,
    RoundRobin,
    Random,
}

/// <summary>The strategies as requests name them.</summary>
public static class PlacementNames
{
    public const string Allowed = "capability, least_loaded, round_robin, random";

    public static string Of(PlacementStrategy strategy) => strategy switch
    {
        PlacementStrategy.Capability => "capability",
        PlacementStrategy.LeastLoaded => "least_loaded",
        PlacementStrategy.RoundRobin => "round_robin",
        PlacementStrategy.Random => "random",
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, null),
    };

    /// <summary>Null when it is none of <see cref="Allowed"/>.</summary>
    public static PlacementStrategy? Parse(string text) => text switch
    {
        "capability" => PlacementStrategy.Capability,
        "least_loaded" => PlacementStrategy.LeastLoaded,
        "round_robin" => PlacementStrategy.RoundRobin,
        "random" => PlacementStrategy.Random,
        _ => null,
    };
}
