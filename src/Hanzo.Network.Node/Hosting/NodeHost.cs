using System.Net.Sockets;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Dashboard;
using Hanzo.Network.Node.Keys;
using Hanzo.Network.Node.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Hanzo.Network.Node.Hosting;

/// <summary>The web application that a node is: HTTP interface, page and, as a hosted service, its part of the network.</summary>
internal static class NodeHost
{
    private const int MaxConnections = 512;
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>For connections in use; then the node leaves its network, which has its own time limit.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(20);

    /// <param name="http">Listens already.</param>
    /// <param name="addNetwork">Registers an <see cref="Agents.IAgentNetwork"/>.</param>
    public static WebApplication Build(NodeSettings settings, Socket http, Action<WebApplicationBuilder> addNetwork)
    {
        // Empty: no files are read or watched, no variables but ours are heeded.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddNodeLogging(settings);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = _ => http);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Limit(kestrel, http));
        addNetwork(builder);

        var app = builder.Build();
        app.UseHostGuard(settings.HttpBind);
        app.UseRouting();
        app.UseKeyGuard(settings.ApiKeys);
        app.MapHanzoNetwork();
        app.MapDashboard();
        return app;
    }

    private static void Limit(KestrelServerOptions kestrel, Socket http)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyReader.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Listen(http.LocalEndPoint!);
    }
}
