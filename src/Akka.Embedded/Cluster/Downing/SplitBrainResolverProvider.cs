using Akka.Actor;
using Akka.Embedded.Membership;

namespace Akka.Cluster.SBR;

/// <summary>
/// Downs one side of a split, by the strategy named in <c>akka.cluster.split-brain-resolver.active-strategy</c>: keep-majority,
/// keep-oldest, static-quorum or down-all.
/// </summary>
/// <exception cref="Configuration.ConfigurationException">Names the setting, its value and what is allowed.</exception>
public class SplitBrainResolverProvider(ActorSystem system, Cluster cluster) : IDowningProvider
{
    private readonly SplitBrainResolverSettings _settings = new(system.Settings.Config);

    /// <summary>akka.cluster.down-removal-margin; when that is off, as long as stable-after.</summary>
    public TimeSpan DownRemovalMargin =>
        cluster.Settings.DownRemovalMargin is var margin && margin > TimeSpan.Zero ? margin : _settings.StableAfter;

    public Props DowningActorProps => Props.Of(() => new ResolverActor(cluster, NewResolver()));

    private Resolver NewResolver() =>
        new(cluster.SelfUniqueAddress, _settings.Strategy, _settings.StableAfter, _settings.DownAllWhenUnstable);
}
