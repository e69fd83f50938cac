namespace Hanzo.Network.Routing;

/// <summary>How a router shares runs among agents that could each take any of them.</summary>
public enum LoadBalancing
{
    /// <summary>One after the other, by name.</summary>
    RoundRobin,

    /// <summary>The one that has the node with the fewest runs by its capacity.</summary>
    LeastLoaded,

    Random,

    /// <summary>
    /// The one whose run would end first on the node that placement by capability gives it: light work on the smallest device that
    /// suffices, heavy work on the fastest.
    /// </summary>
    Capability,
}
