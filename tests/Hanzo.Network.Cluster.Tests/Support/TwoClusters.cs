using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Joining;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Cluster.Tests.Support;

/// <summary>Nodes of one network that form two clusters, and come to see each other when a test says.</summary>
internal static class TwoClusters
{
    private static readonly MergeTimings Hasty = new()
    {
        SettledAfter = TimeSpan.FromSeconds(1), ConfirmFor = TimeSpan.FromSeconds(1), ProbeInterval = TimeSpan.FromMilliseconds(500),
    };

    public static INetworkBuilder MergeHastily(this INetworkBuilder network)
    {
        network.Services.AddSingleton(Hasty);
        return network;
    }

    /// <summary>Until now the one had no way to know of the other: as when a cable is plugged in, a first beacon comes through.</summary>
    public static void Hears(this TestNode hearer, TestNode shouter)
    {
        var (here, there) = (hearer.Gate.Current!, shouter.Gate.Current!);
        var beacon = new Beacon(there.Identity, JoiningSetup.Of(there.System).Board.Current.Cluster, Reply: false);
        here.System.ActorSelection($"/user/{JoinActor.Name}").Tell(new JoiningProtocol.BeaconHeard(beacon));
    }
}
