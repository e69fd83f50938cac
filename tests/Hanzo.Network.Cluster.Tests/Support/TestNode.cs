using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Adapters;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Devices;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Support;

internal sealed class TestNode : IAsyncDisposable
{
    private readonly IHost _host;

    public TestNode(
        string id, int broadcastPort, SharedJournal? journal, ITestOutputHelper output, Action<INetworkBuilder> configure, Agent[] agents)
    {
        Id = id;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddFilter("Akka", LogLevel.Warning).AddProvider(new TestLog(output, id));
        builder.Services.AddSingleton<IHostLifetime, StillLifetime>();
        builder.Services.AddSingleton<IDeviceProbe>(new TestProbe());
        if (journal is not null)
        {
            builder.Services.AddSingleton(journal.Store);
            builder.Services.AddSingleton(new JournalIdentity("shared", "memory-only"));
        }

        builder.AddHanzoNetwork("test", network =>
        {
            network.Configure(options =>
            {
                options.NodeId = id;
                options.ListenPort = 0;
                options.Agents = [.. agents];
                options.BroadcastPort = broadcastPort;
            });
            network.UseThisMachine();
            configure(network);
        });
        _host = builder.Build();
    }

    public string Id { get; }
    public IServiceProvider Services => _host.Services;
    public IAgentNetwork Network => Services.GetRequiredService<IAgentNetwork>();
    public ClusterHost ClusterHost => Services.GetRequiredService<ClusterHost>();
    public NodeProcess Process => Services.GetRequiredService<NodeProcess>();
    public GenerationGate Gate => Services.GetRequiredService<GenerationGate>();
    public bool IsRunning { get; private set; }

    public async Task StartAsync()
    {
        await _host.StartAsync();
        IsRunning = true;
        await Gate.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    /// <summary>Sends a message into the region and returns the first reply.</summary>
    public Task<object> Ask(SessionProtocol.ISessionMessage message) =>
        Gate.Current!.Region.Ask<object>(message, TimeSpan.FromSeconds(20));

    public Task NoSessionInMemory() => Eventually.TrueAsync(async () =>
    {
        var region = await Gate.Current!.Region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, TimeSpan.FromSeconds(5));
        return region.Shards.All(shard => shard.EntityIds.Count == 0);
    });

    /// <summary>Until it is gone; whoever still speaks to it brings it back.</summary>
    public async Task StopSessionAsync(SessionId id, object message)
    {
        var path = $"/system/sharding/{SessionRegion.TypeName}/{id.Slot}/{id}";
        var session = await Gate.Current!.System.ActorSelection(path).ResolveOne(TimeSpan.FromSeconds(10));
        (await session.GracefulStop(TimeSpan.FromSeconds(10), message)).ShouldBeTrue();
    }

    /// <summary>Leaves in order, as a node does on Ctrl-C.</summary>
    public async Task StopAsync()
    {
        IsRunning = false;
        await _host.StopAsync();
    }

    /// <summary>Ends without a word to anybody, as far as that goes within the test's process.</summary>
    public async Task CrashAsync()
    {
        _ = Gate.Current!.System.Terminate();
        await StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning) await StopAsync();
        _host.Dispose();
    }

    private sealed class TestProbe : IDeviceProbe
    {
        public Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation) =>
            Task.FromResult(new DeviceCapabilities { Model = "test", Chip = "test", MemoryMb = 1024, Cpu = new CpuDevice(null, 4) });

        public DeviceLoad ReadLoad() => new(0.1, 0.2);
    }

    private sealed class StillLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

internal sealed record SharedJournal(IEventStore Store)
{
    public SharedJournal() : this(new InMemoryEventStore(TimeProvider.System))
    {
    }
}
