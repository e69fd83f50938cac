using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Adapters.Throughput;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Joining;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hanzo.Network.Adapters;

public static class ThisMachine
{
    /// <summary>Puts the real world behind the network's ports: clock, UDP, TCP and the machine's own device.</summary>
    public static INetworkBuilder UseThisMachine(this INetworkBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IDatagramsFactory, UdpDatagramsFactory>();
        services.TryAddSingleton<IDialer, TcpDialer>();
        services.TryAddSingleton(provider => DeviceProbes.ForThisMachine(
            provider.GetRequiredService<TimeProvider>(), provider.GetService<FlopsTable>()));
        return builder;
    }

    /// <summary>Has the processor measured, once, in the background and at the lowest priority, for about a second.</summary>
    /// <param name="cacheFile">Keeps what was measured for later starts; null: measured at every start.</param>
    public static INetworkBuilder MeasureThroughput(this INetworkBuilder builder, string? cacheFile)
    {
        builder.Services.TryAddSingleton<IThroughputMeter>(
            provider => new SimdThroughputMeter(cacheFile, provider.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
