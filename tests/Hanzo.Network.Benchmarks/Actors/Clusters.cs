using Akka.Actor;
using Hanzo.Network.Benchmarks.Rows;

namespace Hanzo.Network.Benchmarks.Actors;

internal static class Clusters
{
    /// <summary>Joins a cluster, or founds one with itself; returns when this node is Up.</summary>
    public static async Task JoinAsync(ActorSystem system, Address? contact = null)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        using var patience = new CancellationTokenSource(RowOptions.Patience);
        await cluster.JoinAsync(contact ?? cluster.SelfAddress, patience.Token);
    }
}
