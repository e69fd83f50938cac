using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>A session that its store has stopped has runs that maybe nobody waits for: it goes on when the store does.</summary>
internal static class SessionWaking
{
    /// <summary>A store that failed is asked again after this time, by each session that it stopped.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    public static void Later(ActorSystem system, SessionId session)
    {
        var region = ClusterSharding.Get(system).ShardRegion(SessionRegion.TypeName);
        system.Scheduler.ScheduleTellOnce(After, region, Wake(session), ActorRefs.NoSender);
    }

    /// <summary>It concerns no run: that it comes is enough.</summary>
    public static object Wake(SessionId session) => new RunUnwatch(new RunId(session, 1));
}
