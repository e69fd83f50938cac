using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Routing;

/// <summary>Routers out of a host's services: its embeddings if it has any, its models, tools, clock and randomness.</summary>
internal static class RouterFactory
{
    private const double RandomValues = 1L << 40;

    public static IRouter Create(IServiceProvider services, RouterPlan plan)
    {
        var routers = plan.Parts.Select(part => Create(services, part)).ToImmutableArray();
        if (plan.Combine is RouterCombination.Weights)
            return new CompositeRouter(routers.Zip(plan.Parts, (router, part) => new WeightedRouter(router, part.Weight)));
        return routers is [var only] ? only : new FallbackRouter(routers);
    }

    private static IRouter Create(IServiceProvider services, RouterPart part) => part.Kind switch
    {
        RouterKind.Semantic => Semantic(services, part),
        RouterKind.Rules => new RuleRouter(part.Rules),
        RouterKind.Keywords => new KeywordRouter(services.GetRequiredService<ToolCatalog>()),
        RouterKind.Model => new ModelRouter(
            services.GetRequiredService<IModelProvider>(), services.GetRequiredService<TimeProvider>(), part.Model, part.Timeout,
            services.GetService<ILogger<ModelRouter>>()),
        _ => Balancing(services, part),
    };

    private static SemanticRouter Semantic(IServiceProvider services, RouterPart part)
    {
        var options = new SemanticRouterOptions
        {
            Threshold = part.Threshold,
            Scale = part.RelatedCosine is { } related ? new SimilarityScale(related) : null,
        };
        return services.GetService<IEmbeddingGenerator<string, Embedding<float>>>() is { } embeddings
            ? new SemanticRouter(
                embeddings, services.GetRequiredService<TimeProvider>(), options, services.GetService<ILogger<SemanticRouter>>())
            : new SemanticRouter(options);
    }

    private static LoadBalancingRouter Balancing(IServiceProvider services, RouterPart part)
    {
        var strategy = RouterNames.BalancingOf(part.Kind)
            ?? throw new ArgumentOutOfRangeException(nameof(part), part.Kind, "no router of this kind.");
        var ids = services.GetRequiredService<IIds>();
        IEnumerable<AgentName>? among = part.Among.IsEmpty ? null : part.Among;
        return new LoadBalancingRouter(strategy, among, () => Ulid.RandomBits(ids.NewUlid()) / RandomValues);
    }
}
