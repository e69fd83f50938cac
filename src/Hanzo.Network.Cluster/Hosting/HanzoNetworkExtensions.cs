using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Hosting.Routes;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Models;
using Hanzo.Network.Cluster.Monitoring;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Security;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Cluster.State;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.Journal;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.Conversations;
using Hanzo.Network.Joining;
using Hanzo.Network.Models;
using Hanzo.Network.Security;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Hanzo.Network.Cluster.Hosting;

public static class HanzoNetworkExtensions
{
    /// <summary>Makes the host a node of a network; <see cref="IAgentNetwork"/> is its handle.</summary>
    /// <remarks>The ports (time, ids, datagrams, device probe, models) are taken from the services; the adapters register them.</remarks>
    /// <param name="name">The network's name.</param>
    public static IHostApplicationBuilder AddHanzoNetwork(
        this IHostApplicationBuilder builder, string name, Action<INetworkBuilder>? configure = null)
    {
        var services = builder.Services;
        services.AddOptions<NetworkOptions>().Configure(options => options.Network = name).PostConfigure(NameAfterHost).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<NetworkOptions>, NetworkOptionsValidator>());
        configure?.Invoke(new NetworkBuilder(services));
        services.AddNetworkDomain();
        AddCluster(services);
        services.AddHealthChecks()
            .AddCheck<LiveCheck>(NetworkHealth.Live, tags: [NetworkHealth.Live])
            .AddCheck<ReadyCheck>(NetworkHealth.Ready, tags: [NetworkHealth.Ready]);
        return builder;
    }

    private static void NameAfterHost(NetworkOptions options)
    {
        if (options.NodeId.Length == 0) options.NodeId = NodeIdRules.FromHostName(Environment.MachineName);
    }

    private static void AddCluster(IServiceCollection services)
    {
        services.TryAddSingleton(provider =>
            JournalIdentity.Of(provider.GetRequiredService<IEventStore>(), provider.GetRequiredService<IIds>().NewUlid()));
        services.TryAddSingleton(provider =>
            new ChildCaller(() => provider.GetRequiredService<IAgentNetwork>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IConsensusDisk, MemoryConsensusDisk>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IKeyConflicts, ChoiceConflicts>());
        services.TryAddSingleton<KeyValueFeed>();
        services.TryAddSingleton(provider => new ConsensusSeat(
            provider.GetRequiredService<IConsensusDisk>(), provider.GetRequiredService<KeyValueFeed>().Part,
            PartsOf(provider), PatienceOf(provider), provider.GetRequiredService<TimeProvider>(),
            provider.GetServices<IKeyConflicts>(), () => provider.GetService<IClosedHistories>()));
        services.TryAddSingleton<IConsensusGroup>(provider => provider.GetRequiredService<ConsensusSeat>());
        services.TryAddSingleton<IConsensusManager>(provider => ManagerOf(provider, isOwn: false));
        services.TryAddSingleton(provider => new NetworkChoices(ManagerOf(provider, isOwn: true)));
        services.TryAddSingleton<NodeProcess>();
        services.TryAddSingleton<DeviceWatch>();
        services.TryAddSingleton<GenerationGate>();
        services.TryAddSingleton<Soundings>();
        services.TryAddSingleton<RunStarter>();
        services.TryAddSingleton<RunPursuer>();
        services.TryAddSingleton(MergeTimings.Default);
        services.TryAddSingleton<RunBinder>();
        services.TryAddSingleton<NetworkJoining>();
        services.TryAddSingleton<INetworkRegistry, NetworkRegistry>();
        services.TryAddSingleton<AddressWatch>();
        services.TryAddSingleton<ClusterHost>();
        services.AddHostedService(provider => provider.GetRequiredService<ClusterHost>());
        services.TryAddSingleton<AgentSightings>();
        services.TryAddSingleton<UnknownAgents>();
        services.TryAddSingleton(provider => NewPlacer(provider.GetRequiredService<NodeProcess>()));
        services.TryAddSingleton<INetworkModels, NetworkModels>();
        services.TryAddSingleton<IAgentManager, ClusteredAgentManager>();
        services.TryAddSingleton<NodeDrain>();
        services.TryAddSingleton<INetworkManager, ClusteredNodes>();
        services.TryAddSingleton<INodeExpulsion, ClusteredExpulsion>();
        services.TryAddSingleton<ClusteredState>();
        services.TryAddSingleton<INetworkState>(provider => provider.GetRequiredService<ClusteredState>());
        services.TryAddSingleton<IStateChanges>(provider => provider.GetRequiredService<ClusteredState>());
        services.TryAddSingleton<IAgentNetwork, ClusteredAgentNetwork>();
    }

    private static IGroupPart[] PartsOf(IServiceProvider provider)
    {
        var parts = provider.GetServices<IGroupPart>().ToArray();
        // Others may have the network's journal on their disks, also where this node has none.
        return parts.Any(part => part.Kind == JournalCodec.PartKind) ? parts : [.. parts, new PassedOver(JournalCodec.PartKind)];
    }

    private static TimeSpan PatienceOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<NetworkOptions>>().Value.RequestPatience;

    private static ConsensusManager ManagerOf(IServiceProvider provider, bool isOwn)
    {
        var seat = provider.GetRequiredService<ConsensusSeat>();
        var (feed, time) = (provider.GetRequiredService<KeyValueFeed>(), provider.GetRequiredService<TimeProvider>());
        return new ConsensusManager(seat, feed, () => seat.Status.Current, seat.RemoveAsync, PatienceOf(provider), time) { IsOwn = isOwn };
    }

    private static SessionPlacer NewPlacer(NodeProcess process) => new(process.Board, process.Ids, process.Time);

    private sealed class NetworkBuilder(IServiceCollection services) : INetworkBuilder
    {
        public IServiceCollection Services { get; } = services;
    }
}
