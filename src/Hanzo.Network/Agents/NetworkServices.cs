using System.Collections.Immutable;
using Hanzo.Network.Conversations;
using Hanzo.Network.Devices;
using Hanzo.Network.Guardrails;
using Hanzo.Network.InProcess;
using Hanzo.Network.Memory;
using Hanzo.Network.Models;
using Hanzo.Network.Placement;
using Hanzo.Network.Routing;
using Hanzo.Network.State;
using Hanzo.Network.Text.Embeddings;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.BuiltIn;
using Hanzo.Network.Tools.Composite;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Agents;

public static class NetworkServices
{
    /// <summary>
    /// What every kind of network needs, each part unless the host has registered its own; tools are the built-in and the
    /// registered ones. The host registers <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddNetworkDomain(this IServiceCollection services)
    {
        services.TryAddSingleton<NodeDevice>();
        services.TryAddSingleton<IIds, SystemIds>();
        services.TryAddSingleton<IEventStore, InMemoryEventStore>();
        services.TryAddSingleton<IRouter>(provider => RouterFactory.Create(provider, RouterPlan.Default));
        services.TryAddSingleton<GuardrailCatalog>();
        services.TryAddSingleton<IMemoryStore, InMemoryMemoryStore>();
        services.TryAddSingleton(CreateMemory);
        services.TryAddSingleton<EffectRunner>();
        services.TryAddSingleton<CustomPlacements>();
        services.TryAddSingleton<IModelProvider>(provider => new ModelProvider(provider.GetService<IChatClient>()));
        services.TryAddSingleton(CreateCatalog);
        return services;
    }

    /// <summary>An <see cref="IAgentNetwork"/> in this process, with the agents that <paramref name="configure"/> adds.</summary>
    public static IServiceCollection AddInProcessNetwork(this IServiceCollection services, Action<INetworkBuilder> configure)
    {
        services.AddNetworkDomain();
        configure(new InProcessBuilder(services));
        services.AddSingleton(provider => new AgentNetwork(
            provider.GetServices<Agent>(),
            provider.GetRequiredService<EffectRunner>(),
            provider.GetRequiredService<IRouter>(),
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<IIds>(),
            provider.GetRequiredService<NodeDevice>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<LocalNetworkOptions>(),
            provider.GetService<IDeviceProbe>()));
        services.AddSingleton<IAgentNetwork>(provider => provider.GetRequiredService<AgentNetwork>());
        return services;
    }

    private static MemoryManager CreateMemory(IServiceProvider provider) => new(
        provider.GetRequiredService<IMemoryStore>(),
        provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>() ?? new HashedEmbeddings(MemoryManager.DefaultDimensions),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<IIds>(),
        provider.GetService<ILogger<MemoryManager>>());

    /// <summary>A tool of the same name as a built-in one takes its place.</summary>
    private static ToolCatalog CreateCatalog(IServiceProvider provider)
    {
        var device = provider.GetRequiredService<NodeDevice>();
        var own = provider.GetServices<Tool>().ToList();
        var names = own.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        var builtIn = BuiltInTools.Create(() => device.Current, LoadOf(provider.GetService<IDeviceProbe>()));
        var tools = builtIn.Where(tool => !names.Contains(tool.Name)).Concat(own).ToList();
        var sources = provider.GetServices<IToolSource>().ToList();
        var parts = new ToolCatalog(tools, sources);
        ImmutableArray<CompositeTool> composites = [.. provider.GetServices<CompositeTool>()];
        if (composites.IsEmpty) return parts;
        var (time, log) = (provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<CompositeTools>>());
        return new ToolCatalog(tools, [.. sources, new CompositeTools(composites, parts.Find, time, log)]);
    }

    private static Func<DeviceLoad>? LoadOf(IDeviceProbe? probe) => probe is null ? null : probe.ReadLoad;

    private sealed record InProcessBuilder(IServiceCollection Services) : INetworkBuilder;
}
