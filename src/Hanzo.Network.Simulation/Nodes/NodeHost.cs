using Akka.Actor.Setup;
using Akka.Embedded.Runtime;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Devices;
using Hanzo.Network.Joining;
using Hanzo.Network.Simulation.Net;
using Hanzo.Network.Simulation.Work;
using Hanzo.Network.Simulation.World;
using Hanzo.Network.State;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>The services of one process: the real application's, with the world behind each of its ports.</summary>
internal static class NodeHost
{
    public const string NetworkName = "simulated";

    public static IHost Build(
        SimulatedWorld world,
        SimulatedNetwork network,
        NetworkPlace place,
        NodePlan plan,
        NodeParts parts,
        NodeWatch watch,
        ISimulatedNode node)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var random = world.Random.Fork(place.Process.Name);
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(place.Process.Time);
        services.AddSingleton<IIds>(new SimulatedIds(place.Process.Time, random.Fork("ids")));
        services.AddSingleton<IDatagramsFactory>(new SimulatedDatagramsFactory(network, place));
        services.AddSingleton<IDialer>(new SimulatedDialer(network, place));
        var device = SimulatedDevice.Of(place.Node);
        if (parts.Meter is { } meter) services.AddSingleton(meter(device.Flops));
        services.AddSingleton<IDeviceProbe>(new SimulatedDevice(
            parts.Meter is null ? device : device with { Flops = Flops.Unknown }, random.Fork("device")));
        services.AddSingleton(parts.Variant.Store(parts.Store));
        services.AddSingleton(new JournalIdentity("simulated", "shared"));
        services.AddSingleton<ILoggerFactory>(new NodeLogs(watch, node));
        services.AddSingleton<Setup>(new RuntimeSetup
        {
            Time = place.Process.Time,
            Executor = parts.Variant.Executor(place.Process),
            Transport = new SimulatedTransport(network, place),
            Seed = random.Fork("runtime").NextUInt64(),
        });
        foreach (var setup in parts.Variant.Setups) services.AddSingleton(setup);
        services.AddSingleton(parts.Chat);
        foreach (var tool in parts.Tools) services.AddSingleton(tool);
        builder.AddHanzoNetwork(NetworkName, told => told.Configure(options =>
        {
            options.NodeId = plan.NodeId;
            // Groups are simulated by themselves, faster.
            options.Consensus = false;
            options.Bind = plan.Address.ToString();
            options.Insecure = true;
            options.ListenPort = plan.Port;
            options.UdpDiscovery = plan.UdpDiscovery;
            options.Seeds = plan.Seeds;
            options.Agents = parts.Agents;
            options.Hocon = $"akka.loglevel = WARNING\n{DataWriters.Hocon}\n{parts.Variant.Hocon}";
            parts.Configure?.Invoke(options);
        }));
        return builder.Build();
    }
}
