using Hanzo.Network.Adapters;
using Hanzo.Network.Adapters.Checkpoints;
using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Models;
using Hanzo.Network.Adapters.Throughput;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Checkpoints;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Devices;
using Hanzo.Network.Models;
using Hanzo.Network.Node.Demo;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Routing;

namespace Hanzo.Network.Node.Hosting;

/// <summary>The network's ports with real adapters behind them, and the command line's settings as its options.</summary>
internal static class NetworkRegistration
{
    /// <param name="plays">The node plays another device than this machine.</param>
    public static void Add(
        IHostApplicationBuilder builder,
        NodeSettings settings,
        NodeInputs inputs,
        NodeTrust trust,
        string nodeId,
        string? httpUrl,
        bool plays)
    {
        builder.Services.AddSingleton(inputs.Table);
        if (plays)
        {
            builder.Services.AddSingleton<IDeviceProbe>(
                new PlayedDeviceProbe(DeviceProbes.ForThisMachine(TimeProvider.System, inputs.Table), TimeProvider.System));
            builder.Services.AddSingleton<IModelProvider>(new DemoModels(TimeProvider.System));
        }

        var hocon = settings.ConfigFile is { } file ? File.ReadAllText(file) : "";
        if (!plays) builder.Services.AddSingleton(MeterOf(DataRoot.Of(settings.DataRoot)));
        var (name, withModels) = (settings.Network, !plays);
        builder.AddHanzoNetwork(name, network => trust.Secure(WithPorts(network)).Configure(options =>
        {
            options.NodeId = nodeId;
            options.ListenPort = settings.ListenPort;
            options.BroadcastPort = settings.BroadcastPort;
            options.Bind = settings.Bind.ToString();
            options.Advertise = settings.Advertise;
            options.Interface = settings.Interface;
            options.InterfaceTypes = settings.InterfaceTypes;
            options.Insecure = settings.Insecure;
            options.UdpDiscovery = settings.Roads.Udp;
            options.Seeds = settings.Roads.Seeds;
            options.Agents = inputs.Agents;
            options.Device = inputs.Device;
            options.Capacity = settings.Capacity;
            options.JournalPatience = settings.JournalPatience;
            options.SnapshotEvery = settings.Retention.SnapshotEvery;
            options.HealthInterval = settings.HealthInterval;
            options.KeepEvents = settings.Retention.KeepEvents;
            options.KeepSessions = settings.Retention.KeepSessions;
            options.HttpUrl = httpUrl;
            options.Profile = settings.Profile;
            options.Hocon = hocon;
        }));

        INetworkBuilder WithPorts(INetworkBuilder network) =>
            UseModels(UseJournal(network, settings, nodeId)).UseThisMachine().UseRoads(settings, nodeId).UseTools(settings, inputs)
                .UseRouter(inputs.Router);

        INetworkBuilder UseModels(INetworkBuilder network) =>
            withModels ? network.UseModels(nodeId, inputs.Providers, settings.ModelServers, settings.Model) : network;
    }

    private static INetworkBuilder UseJournal(INetworkBuilder network, NodeSettings settings, string nodeId)
    {
        var root = DataRoot.Of(settings.DataRoot);
        var file = Path.Combine(root.NetworkFolder(settings.Network), SqliteEventStore.FileName);
        // Memories are where sessions are: as durable, and shared by the same nodes.
        if (settings.Journal is { ConnectionString: { } connection }) network.UsePostgresJournal(connection).UsePostgresMemory(connection);
        else if (settings.Journal.Kind is JournalKind.Auto)
            network.UseAutoJournal(settings.Network, file, root.NodeFolder(settings.Network, nodeId)).UseSqliteMemory(file);
        else if (settings.Journal.Kind is JournalKind.Sqlite) network.UseSqliteJournal(file).UseSqliteMemory(file);
        else if (settings.Journal.Kind is JournalKind.Replicated)
            network.UseReplicatedJournal(settings.Network, root.NodeFolder(settings.Network, nodeId)).UseSqliteMemory(file);
        else return network;
        network.UseSqliteConsensus(root.NodeFolder(settings.Network, nodeId));
        return network.UseCheckpoints(_ => new FileCheckpointStore(Path.Combine(root.NodeFolder(settings.Network, nodeId), "checkpoints")));
    }

    public static IThroughputMeter MeterOf(DataRoot root) =>
        new SimdThroughputMeter(Path.Combine(root.Path, SimdThroughputMeter.CacheFileName), TimeProvider.System);

    /// <summary>What this machine is and what its processor achieves, measured now unless it has been before.</summary>
    public static async Task<DeviceCapabilities> DescribeDeviceAsync(DataRoot root, FlopsTable table, CancellationToken cancellation)
    {
        var device = await DeviceProbes.ForThisMachine(TimeProvider.System, table).ProbeAsync(cancellation);
        return await MeterOf(root).CompleteAsync(device, cancellation);
    }
}
