using Akka.Configuration;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>Known by its configuration only: the shard coordinator needs no manager here.</summary>
public sealed class ClusterSingletonManager
{
    private ClusterSingletonManager()
    {
    }

    /// <summary>To be laid under a system's configuration when it is created; here there is nothing to lay.</summary>
    public static Config DefaultConfig() => Config.Empty;
}
