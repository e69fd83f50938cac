using Hanzo.Network.Agents;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Adapters.Roads;

/// <summary>Roads by which a node finds its network, all of them side by side, beside UDP and seeds.</summary>
public static class RoadsRegistration
{
    /// <summary>The peers of a topology file, which is read again when it changes.</summary>
    public static INetworkBuilder UseTopologyFile(this INetworkBuilder builder, string path) =>
        builder.UseRoad(provider => new TopologyRoad(new WatchedFile(path), provider.GetRequiredService<TimeProvider>()));

    /// <summary>One more way by which the node learns addresses of its network.</summary>
    public static INetworkBuilder UseRoad(this INetworkBuilder builder, Func<IServiceProvider, IContactRoad> create)
    {
        builder.Services.AddSingleton(create);
        return builder;
    }
}
