using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Akka.Embedded.Sharding.Regions;

/// <summary>What one entity type of this node was started with.</summary>
/// <param name="EntityPropsOrNull">Null for a proxy.</param>
internal sealed record RegionSettings(
    string TypeName,
    Func<string, Props>? EntityPropsOrNull,
    ClusterShardingSettings Sharding,
    EnvelopeExtractor Extractor,
    object StopMessage,
    IReadOnlyList<string> CoordinatorPath)
{
    public bool IsProxy => EntityPropsOrNull is null;

    public Func<string, Props> EntityProps =>
        EntityPropsOrNull ?? throw new InvalidOperationException($"The proxy of {TypeName} hosts no entities.");
}
