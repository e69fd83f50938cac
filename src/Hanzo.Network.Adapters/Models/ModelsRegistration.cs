using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Adapters.Models;

public static class ModelsRegistration
{
    /// <summary>
    /// Agents ask these providers, in this order, unless they name another one. With none, they ask the fastest model that a server on
    /// any machine of the network has; where there is none either, they answer offline.
    /// </summary>
    /// <param name="node">Id of this node.</param>
    /// <param name="servers">Where servers of models are looked for on this machine; empty: nowhere.</param>
    /// <param name="usual">The model of agents that name none, as <see cref="ModelReference"/> says; null: the first provider's.</param>
    public static INetworkBuilder UseModels(
        this INetworkBuilder builder, string node, ImmutableArray<NamedProvider> providers, ImmutableArray<ModelServer> servers,
        string? usual = null)
    {
        builder.Services.AddSingleton(provider => new ModelSources(
            providers, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ModelSources>>()));
        builder.Services.AddSingleton<IModelSources>(provider => provider.GetRequiredService<ModelSources>());
        builder.Services.AddSingleton(provider => new PlannedModels(
            provider.GetRequiredService<IModelSources>(), provider.GetService<INetworkModels>, node,
            provider.GetRequiredService<TimeProvider>(), usual));
        builder.Services.AddSingleton<IModelProvider>(provider => provider.GetRequiredService<PlannedModels>());
        builder.Services.AddSingleton<IHostedService>(provider => new ModelWatch(
            provider.GetRequiredService<ModelSources>(), servers, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ModelWatch>>()));
        return builder;
    }
}
