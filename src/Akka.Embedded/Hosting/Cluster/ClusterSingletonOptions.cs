namespace Akka.Cluster.Hosting;

/// <summary>What one singleton has otherwise than <c>akka.cluster</c> says; null: as it says.</summary>
public sealed class ClusterSingletonOptions
{
    /// <summary>Messages that the proxy keeps while it is not known where the singleton is: 0 to 10000.</summary>
    public int? BufferSize { get; set; }

    /// <summary>Of the members that run it.</summary>
    public string? Role { get; set; }

    /// <summary>What the instance gets when it has to end; it must stop on it. Null: a PoisonPill.</summary>
    public object? TerminationMessage { get; set; }
}
