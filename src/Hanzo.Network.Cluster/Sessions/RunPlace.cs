using Akka.Actor;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>The place of one run among those of its node whose calls may be under way; it has it, or waits for it.</summary>
internal sealed class RunPlace(long run, IActorRef session)
{
    public long Run { get; } = run;

    public IActorRef Session { get; } = session;
}

/// <summary>Local: the run that waited may begin its calls.</summary>
internal sealed record PlaceGranted(RunPlace Place);
