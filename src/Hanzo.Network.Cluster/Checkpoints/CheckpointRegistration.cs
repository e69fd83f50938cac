using Hanzo.Network.Agents;
using Hanzo.Network.Checkpoints;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Cluster.Checkpoints;

public static class CheckpointRegistration
{
    /// <summary>Keeps checkpoints of shared state: automatic ones, and those that somebody asks for.</summary>
    public static INetworkBuilder UseCheckpoints(this INetworkBuilder builder, Func<IServiceProvider, ICheckpointStore> store)
    {
        var services = builder.Services;
        services.AddSingleton(store);
        services.AddSingleton(Create);
        services.AddSingleton<INetworkCheckpoints>(provider => provider.GetRequiredService<NetworkCheckpoints>());

        // Before the network: what the checkpoint knew is there when the first actor system starts.
        services.AddHostedService<AutomaticCheckpoints>();
        return builder;
    }

    private static NetworkCheckpoints Create(IServiceProvider provider)
    {
        var process = provider.GetRequiredService<NodeProcess>();
        return new NetworkCheckpoints(
            provider.GetRequiredService<IStateChanges>(), process.SharedState,
            provider.GetRequiredService<ICheckpointStore>(), process.Ids, process.Time, process.Options.Network, process.Options.NodeId);
    }
}
