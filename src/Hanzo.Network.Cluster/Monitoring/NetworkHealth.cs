namespace Hanzo.Network.Cluster.Monitoring;

/// <summary>The health checks that a network registers; each has its name as its tag, too.</summary>
public static class NetworkHealth
{
    /// <summary>The process looks after its actor system.</summary>
    public const string Live = "live";

    /// <summary>The node is part of its network and takes requests.</summary>
    public const string Ready = "ready";

    /// <summary>Present in the data of <see cref="Ready"/> when the network refused this node, which waiting will not change.</summary>
    public const string Refused = "refused";
}
