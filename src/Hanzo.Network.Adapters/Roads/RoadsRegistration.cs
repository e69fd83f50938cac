using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Nats;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Adapters.Roads;

/// <summary>Roads by which a node finds its network, all of them side by side, beside UDP and seeds.</summary>
public static class RoadsRegistration
{
    /// <summary>The peers of a topology file, which is read again when it changes.</summary>
    public static INetworkBuilder UseTopologyFile(this INetworkBuilder builder, string path) =>
        builder.UseRoad(provider => new TopologyRoad(new WatchedFile(path), provider.GetRequiredService<TimeProvider>()));

    /// <summary>
    /// The nodes behind a name: the targets of its SRV records <c>_hanzo._tcp.NAME</c>, else its addresses. Looked up every 30 s.
    /// </summary>
    /// <param name="name">Its port is that of nodes found by address.</param>
    public static INetworkBuilder UseDns(this INetworkBuilder builder, NodeAddress name) =>
        builder.UseRoad(provider => new DnsRoad(name, new DnsLookup(), provider.GetRequiredService<TimeProvider>()));

    /// <summary>The machines of this one's tailnet, as the program <c>tailscale</c> tells them, every 10 s.</summary>
    /// <param name="port">That nodes on them listen on; 1 to 65535.</param>
    public static INetworkBuilder UseTailscale(this INetworkBuilder builder, int port) => builder.UseRoad(provider =>
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var program = new TailscaleProgram(new SystemAccess(time), TailscaleProgram.Usual);
        return new TailscaleRoad(port, program.AskAsync, provider.GetRequiredService<IDialer>(), time);
    });

    /// <summary>
    /// Beacons on the subject <c>hanzo.NETWORK.presence</c> of a NATS server, for nodes that no broadcast joins.
    /// </summary>
    /// <param name="network">Its name.</param>
    public static INetworkBuilder UseNats(this INetworkBuilder builder, NatsServer server, string network)
    {
        builder.Services.AddSingleton(provider => new BeaconRoad(
            RoadNames.Nats, new NatsDatagramsFactory(server, network, provider.GetRequiredService<TimeProvider>())));
        return builder;
    }

    /// <summary>The members that this node knew when it last ran.</summary>
    /// <param name="file">Where they are kept; its folder exists.</param>
    public static INetworkBuilder UseRememberedPeers(this INetworkBuilder builder, string file)
    {
        builder.Services.AddSingleton<IContactMemory>(
            provider => new FileContactMemory(file, provider.GetRequiredService<ILogger<FileContactMemory>>()));
        return builder.UseRoad(provider => new RememberedRoad(
            provider.GetRequiredService<IContactMemory>(),
            provider.GetRequiredService<IDialer>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>One more way by which the node learns addresses of its network.</summary>
    public static INetworkBuilder UseRoad(this INetworkBuilder builder, Func<IServiceProvider, IContactRoad> create)
    {
        builder.Services.AddSingleton(create);
        return builder;
    }
}
