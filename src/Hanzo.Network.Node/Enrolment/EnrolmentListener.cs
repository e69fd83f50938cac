using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Joining;
using Hanzo.Network.Node.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Hanzo.Network.Node.Enrolment;

/// <summary>
/// The desk's own port: HTTPS for who is no member yet, and for members whose certificates are due. Open from the start where other
/// machines reach this node, else from the first invite on.
/// </summary>
internal sealed class EnrolmentListener(
    EnrolmentDesk desk, EnrolmentOptions options, ILoggerFactory loggers, ILogger<EnrolmentListener> log) : IHostedService, IAsyncDisposable
{
    public const int MaxBodyBytes = 16 * 1024;
    private const int MaxConnections = 64;
    private const int MaxHeaderBytes = 8 * 1024;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _opening = new(1, 1);
    private WebApplication? _app;
    private int _port;

    public EnrolmentDesk Desk => desk;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Nodes that were let in on this machine renew their certificates here.
        if (IPAddress.IsLoopback(options.Bind) && desk.Authority.IsEmpty) return;
        try
        {
            await OpenAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or KeyStoreException)
        {
            EnrolmentLog.NotListening(log, e.Message); // The node serves without; who asks for an invite is told.
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is { } app) await app.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is { } app) await app.DisposeAsync();
        _opening.Dispose();
    }

    /// <summary>Listens, unless it does already.</summary>
    /// <returns>Where other machines may reach it, the likeliest first.</returns>
    /// <exception cref="IOException">No port is free.</exception>
    /// <exception cref="KeyStoreException">Its address cannot be kept.</exception>
    public async Task<ImmutableArray<NodeAddress>> OpenAsync(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            if (_app is null)
            {
                var socket = HttpSocket.Bind(options.Bind, options.Port);
                var app = Build(socket);
                await app.StartAsync(cancellation);
                (_app, _port) = (app, ((IPEndPoint)socket.LocalEndPoint!).Port);
                EnrolmentLog.Listening(log, socket.LocalEndPoint.ToString()!);
            }

            var addresses = Addresses(options, _port);
            desk.ReachedAt(addresses);
            return addresses;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>The address at which others are told to dial the node, or those of its links; with this port.</summary>
    private static ImmutableArray<NodeAddress> Addresses(EnrolmentOptions options, int port)
    {
        var advertised = options.Advertise is { } told ? NodeAddress.TryParse(told, out var full) ? full.Host : told : null;
        IEnumerable<string> hosts = !options.Bind.Equals(IPAddress.Any) ? [options.Bind.ToString()] : NetworkLinks.Enumerate()
            .Where(link => !link.IsLoopback && (options.Interface is null || link.Name == options.Interface))
            .Select(link => link.Address.ToString());
        var all = advertised is null ? hosts : hosts.Prepend(advertised);
        return [.. all.Distinct(StringComparer.Ordinal).SelectMany(host =>
            NodeAddress.TryCreate(host, port, out var address) ? new[] { address } : [])];
    }

    private WebApplication Build(Socket socket)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Limit(kestrel, socket));
        var app = builder.Build();
        app.UseRouting();
        EnrolmentEndpoints.Map(app, desk);
        return app;
    }

    private void Limit(KestrelServerOptions kestrel, Socket socket)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = Slow;
        kestrel.Limits.KeepAliveTimeout = Slow;
        kestrel.Listen(socket.LocalEndPoint!, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(CountWhoSpeaksNoTls);
            listen.UseHttps(https =>
            {
                https.SslProtocols = EnrolmentOptions.Protocols;
                https.HandshakeTimeout = Slow;
                // The newest: it may have been renewed.
                https.ServerCertificateSelector = (_, _) => desk.Security.Certificate;
                // Who shows a wrong one is told why by an answer, which a broken connection could not.
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            });
            listen.Use(MarkWhoSpeaksTls);
        });
    }

    private ConnectionDelegate CountWhoSpeaksNoTls(ConnectionDelegate next) => async connection =>
    {
        await next(connection);
        if (connection.Items.ContainsKey(TlsMark)) return;
        desk.Refused(
            (connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "?",
            new EnrolmentRefusal(0, EnrolmentRefusal.NoTls, "it did not speak TLS 1.3, or broke off before it did."));
    };

    private static ConnectionDelegate MarkWhoSpeaksTls(ConnectionDelegate next) => connection =>
    {
        connection.Items[TlsMark] = TlsMark;
        return next(connection);
    };

    private static readonly object TlsMark = new();

    /// <summary>Signals belong to the node.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
