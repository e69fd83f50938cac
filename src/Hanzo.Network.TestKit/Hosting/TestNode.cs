using Hanzo.Network.Adapters;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Devices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hanzo.Network.Testing;

/// <summary>One node of a <see cref="TestNetwork"/>.</summary>
public sealed class TestNode : IAsyncDisposable
{
    private readonly IHost _host;

    private TestNode(string id, IHost host) => (Id, _host) = (id, host);

    public string Id { get; }
    public IServiceProvider Services => _host.Services;

    /// <summary>The network as this node sees it.</summary>
    public IAgentNetwork Network => Services.GetRequiredService<IAgentNetwork>();

    internal static async Task<TestNode> StartAsync(string id, string journal, IEnumerable<string> seeds, Action<INetworkBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddSingleton<IDeviceProbe, PlainDevice>();
        builder.AddHanzoNetwork("test", network =>
        {
            network.Configure(options =>
            {
                options.NodeId = id;
                options.ListenPort = 0;
                options.UdpDiscovery = false;
                options.Seeds = [.. seeds];
            });
            network.UseSqliteJournal(journal).UseThisMachine();
            configure(network);
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return new TestNode(id, host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    internal async Task<string> AddressAsync() => (await Network.GetStatusAsync()).Address;

    /// <summary>Leaves in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        else _host.Dispose();
    }

    /// <summary>The same on every machine, so that tests place alike.</summary>
    private sealed class PlainDevice : IDeviceProbe
    {
        private const long MemoryMb = 8192;

        public Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation) => Task.FromResult(
            new DeviceCapabilities { Model = "test", Chip = "test", MemoryMb = MemoryMb, Cpu = new CpuDevice(null, 4) });

        public DeviceLoad ReadLoad() => new(0, 0);
    }

    /// <summary>A test's process has its own end.</summary>
    private sealed class QuietLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
