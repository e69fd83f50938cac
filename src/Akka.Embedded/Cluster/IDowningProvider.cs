using Akka.Actor;

namespace Akka.Cluster;

/// <summary>
/// Decides which unreachable members are downed. Named in <c>akka.cluster.downing-provider-class</c>; its public constructor takes
/// (ActorSystem system, Cluster cluster).
/// </summary>
public interface IDowningProvider
{
    /// <summary>How long sharding and singletons wait after a removal, so that what was there has surely stopped.</summary>
    TimeSpan DownRemovalMargin { get; }

    /// <summary>An actor to run beside the cluster daemon; it downs by <see cref="Cluster.Down"/>. Null: none.</summary>
    Props? DowningActorProps { get; }
}

/// <summary>Downs nobody by itself.</summary>
public sealed class NoDowning(ActorSystem system, Cluster cluster) : IDowningProvider
{
    public TimeSpan DownRemovalMargin => cluster.Settings.DownRemovalMargin;

    public Props? DowningActorProps => null;

    public override string ToString() => $"{nameof(NoDowning)}({system.Name})";
}
