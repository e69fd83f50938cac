namespace Akka.Actor;

/// <summary>How far a system reaches: this process, remoting, or a cluster.</summary>
public abstract class ProviderSelection
{
    private const string LocalName = "Akka.Actor.LocalActorRefProvider, Akka";
    private const string RemoteName = "Akka.Remote.RemoteActorRefProvider, Akka.Remote";
    private const string ClusterName = "Akka.Cluster.ClusterActorRefProvider, Akka.Cluster";

    private ProviderSelection(string identifier, string typeName, bool hasCluster)
    {
        Identifier = identifier;
        TypeName = typeName;
        HasCluster = hasCluster;
    }

    internal string Identifier { get; }

    internal string TypeName { get; }

    internal bool HasCluster { get; }

    internal static ProviderSelection Of(string name) => name switch
    {
        "local" or LocalName => Local.Instance,
        "remote" or RemoteName => Remote.Instance,
        "cluster" or ClusterName => Cluster.Instance,
        _ => new Custom(name),
    };

    public sealed class Local : ProviderSelection
    {
        public static readonly Local Instance = new();

        private Local() : base("local", LocalName, false)
        {
        }
    }

    public sealed class Remote : ProviderSelection
    {
        public static readonly Remote Instance = new();

        private Remote() : base("remote", RemoteName, false)
        {
        }
    }

    public sealed class Cluster : ProviderSelection
    {
        public static readonly Cluster Instance = new();

        private Cluster() : base("cluster", ClusterName, true)
        {
        }
    }

    /// <param name="fqn">Type name of the provider.</param>
    public sealed class Custom(string fqn, string? identifier = null, bool hasCluster = false)
        : ProviderSelection(identifier ?? "", fqn, hasCluster);
}
