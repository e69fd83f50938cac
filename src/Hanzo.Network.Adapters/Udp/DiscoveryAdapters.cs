using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Joining;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hanzo.Network.Adapters.Udp;

/// <summary>Registers what joining needs of the outside world; takes the <see cref="TimeProvider"/> from the services.</summary>
public static class DiscoveryAdapters
{
    public static IServiceCollection AddDiscoveryAdapters(this IServiceCollection services)
    {
        services.TryAddSingleton<IDatagramsFactory, UdpDatagramsFactory>();
        services.TryAddSingleton<IDialer, TcpDialer>();
        return services;
    }
}
