using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Placement;
using Hanzo.Network.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Node.Tests.Support;

/// <summary>The HTTP side of a node over a <see cref="FakeNetwork"/>, on a free port of loopback.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestNode(WebApplication app, FakeNetwork network, Uri url)
    {
        (_app, Network, Url) = (app, network, url);
        // A client that asks first sends its body anyway when the answer takes longer than that.
        var patient = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(20) };
        Http = new HttpClient(patient) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(20) };
        Client = new NodeClient(url);
    }

    public FakeNetwork Network { get; }
    public Uri Url { get; }
    public HttpClient Http { get; }
    public NodeClient Client { get; }

    /// <param name="store">The node's journal; null: none, for who does not ask for sessions.</param>
    /// <param name="key">What the node asks for; null: nothing.</param>
    /// <param name="memory">Null: none.</param>
    public static async Task<TestNode> StartAsync(IEventStore? store = null, string? key = null, MemoryManager? memory = null)
    {
        var network = new FakeNetwork();
        var flags = key is null ? SettingLayer.Empty : SettingLayer.Empty.With(SettingCatalog.ApiKey, key, SettingCatalog.ApiKey.Flag);
        var settings = SettingLoader.Load(flags, ImmutableDictionary<string, string>.Empty, _ => "").Settings!;
        var socket = HttpSocket.Bind(IPAddress.Loopback, 0);
        var app = NodeHost.Build(settings, socket, builder =>
        {
            builder.Services.AddSingleton<IAgentNetwork>(network);
            if (store is not null) builder.Services.AddSingleton(store);
            if (memory is not null) builder.Services.AddSingleton(memory);
            builder.Services.AddSingleton(new CustomPlacements([new CustomPlacement("mine", (_, _, peers) => peers[0])]));
            builder.Services.AddHealthChecks().AddCheck("ready", network.Check, ["ready"]);
        });
        await app.StartAsync();
        return new TestNode(app, network, new Uri($"http://{socket.LocalEndPoint}"));
    }

    /// <summary>Cancelled when the process is told to end.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
