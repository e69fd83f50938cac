using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;

namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>Joins its parent's cluster and hosts all entities.</summary>
internal sealed class ShardHost() : Role(RoleName)
{
    public const string RoleName = "shard-host";

    public static Child Start(ActorSystem parent) => Child.Start(RoleName, Systems.AddressOf(parent).ToString());

    public override async Task RunAsync(ParentLine parent, string[] arguments)
    {
        var system = Systems.Cluster($"akka.cluster.roles = [{Entities.HostRole}]");
        await Clusters.JoinAsync(system, Address.Parse(arguments[0]));
        await Entities.StartRegionAsync(system, Entities.HostRole);
        parent.Say("hosting");
        await parent.ObeyNothingAsync();
    }
}
