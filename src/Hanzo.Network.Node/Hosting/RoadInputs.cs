using Hanzo.Network.Adapters.Roads;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Hosting;

/// <summary>The roads of the settings, but UDP and seeds, which are options of the network.</summary>
internal static class RoadInputs
{
    public static INetworkBuilder UseRoads(this INetworkBuilder network, RoadSettings roads)
    {
        if (roads.TopologyFile is { } file) network.UseTopologyFile(file);
        return network;
    }
}
