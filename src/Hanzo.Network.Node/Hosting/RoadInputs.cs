using Hanzo.Network.Adapters.Roads;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Security;

namespace Hanzo.Network.Node.Hosting;

/// <summary>The roads of the settings, but UDP and seeds, which are options of the network.</summary>
internal static class RoadInputs
{
    private const string RememberedFile = "peers.json";

    public static INetworkBuilder UseRoads(this INetworkBuilder network, NodeSettings settings, string nodeId)
    {
        var (roads, root) = (settings.Roads, DataRoot.Of(settings.DataRoot));
        if (roads.TopologyFile is { } file) network.UseTopologyFile(file);
        if (roads.Dns is { } name) network.UseDns(name);
        if (roads.TailscalePort is { } port) network.UseTailscale(port);
        if (roads.Nats is { } server) network.UseNats(server, settings.Network);
        if (roads.Remembered)
            network.UseRememberedPeers(Path.Combine(root.NodeFolder(settings.Network, nodeId), RememberedFile));
        if (!roads.Local) return network;
        network.Services.AddSingleton<IFoundingRight>(
            provider => new LocalFoundingRight(root, settings.Network, provider.GetService<INodeSecurity>()));
        return network.UseRoad(provider => new LocalRoad(
            root, settings.Network, provider.GetRequiredService<IDialer>(), provider.GetRequiredService<TimeProvider>()));
    }
}
