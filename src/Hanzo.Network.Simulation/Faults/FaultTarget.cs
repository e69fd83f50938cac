namespace Hanzo.Network.Simulation.Faults;

/// <summary>What a kind of fault is aimed at.</summary>
public enum FaultTarget
{
    /// <summary>The whole network, or what all nodes share.</summary>
    Everything,

    Node,

    /// <summary>From Node to Other.</summary>
    Pair,

    /// <summary>Some nodes against the rest; Node is one of them, Amount is the set.</summary>
    Side,
}
