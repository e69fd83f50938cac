using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>What a node of a cluster can be told beside its agents and tools.</summary>
public static class NetworkBuilderClusterExtensions
{
    public static INetworkBuilder Configure(this INetworkBuilder builder, Action<NetworkOptions> configure)
    {
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>
    /// Nodes speak to each other by mutual TLS 1.3, and only to those of the same network. Without it they are unsecured, and bind to
    /// loopback only unless <see cref="NetworkOptions.Insecure"/>. Not with Akka.NET's runtime.
    /// </summary>
    public static INetworkBuilder UseSecurity(this INetworkBuilder builder, INodeSecurity security)
    {
        builder.Services.AddSingleton(security);
        return builder;
    }

    /// <summary>Finds other nodes by UDP broadcast; on unless switched off.</summary>
    public static INetworkBuilder UseUdpDiscovery(this INetworkBuilder builder, int broadcastPort = NetworkOptions.DefaultBroadcastPort) =>
        builder.Configure(options => (options.UdpDiscovery, options.BroadcastPort) = (true, broadcastPort));

    /// <summary>Finds other nodes at these addresses, beside any other way.</summary>
    public static INetworkBuilder UseSeeds(this INetworkBuilder builder, params string[] hostsAndPorts) =>
        builder.Configure(options => options.Seeds = options.Seeds.AddRange(hostsAndPorts));
}
