using System.Collections.Immutable;
using Akka.Cluster;
using Akka.DistributedData;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>What the shared registry writes to Distributed Data, as changes of whatever is there.</summary>
internal static class SharedWrites
{
    /// <summary>
    /// Equal versions of two writers, as two clusters that merge may have, are told apart by the writers' uids, the same everywhere.
    /// </summary>
    public static LWWRegister<string> Register(UniqueAddress writer, DeployedAgent agent) =>
        new(writer, RegistryCodec.Write(agent), agent.Version);

    /// <summary>The index of names follows a definition, which may have become newer meanwhile.</summary>
    public static Update Index(Akka.Cluster.Cluster cluster, DeployedAgent agent, IWriteConsistency consistency, object? request)
    {
        var (name, version, isDeployed) = (agent.Name.Value, agent.Version, agent.Definition is not null);
        return Dsl.Update(
            RegistryKeys.Agents, LWWDictionary<string, long>.Empty, consistency, request,
            map => isDeployed
                ? map.TryGetValue(name, out var held) && held >= version ? map : map.SetItem(cluster, name, version)
                : map.Remove(cluster, name));
    }

    public static Update PutWish(Akka.Cluster.Cluster cluster, SlotId slot, string node, IWriteConsistency consistency, object request) =>
        Dsl.Update(
            RegistryKeys.Wishes, LWWDictionary<string, string>.Empty, consistency, request,
            map => map.SetItem(cluster, slot.ToString(), node));

    /// <summary>A wish that has been changed since is not dropped.</summary>
    /// <param name="wishes">Node id by slot.</param>
    public static Update DropWishes(Akka.Cluster.Cluster cluster, ImmutableSortedDictionary<string, string> wishes) => Dsl.Update(
        RegistryKeys.Wishes, LWWDictionary<string, string>.Empty, WriteLocal.Instance,
        map => wishes.Aggregate(map, (left, wish) =>
            left.TryGetValue(wish.Key, out var node) && node == wish.Value ? left.Remove(cluster, wish.Key) : left));
}
