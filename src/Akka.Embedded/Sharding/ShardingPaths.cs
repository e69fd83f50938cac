using Akka.Actor;
using Akka.Embedded.Sharding.Coordination;

namespace Akka.Embedded.Sharding;

/// <summary>Where the actors of one entity type are, the same on every node.</summary>
internal sealed class ShardingPaths(IActorRef guardian, string typeName)
{
    public string RegionName { get; } = Uri.EscapeDataString(typeName);

    public string ProxyName => RegionName + "Proxy";

    public string ManagerName => RegionName + "Coordinator";

    /// <summary>From the root.</summary>
    public IReadOnlyList<string> Region => [.. guardian.Path.Elements, RegionName];

    /// <summary>From the root.</summary>
    public IReadOnlyList<string> Coordinator => [.. guardian.Path.Elements, ManagerName, CoordinatorManager.ChildName];
}

/// <summary>The parent of all actors of sharding; a failed one is restarted.</summary>
internal sealed class ShardingGuardian : UntypedActor
{
    protected override void OnReceive(object message) => Unhandled(message);
}
