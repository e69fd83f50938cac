using Akka.Actor;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>The place of one run among those of its node that may call a model now; it has it, or waits for it.</summary>
internal sealed class RunPlace(long run, IActorRef session)
{
    public long Run { get; } = run;

    public IActorRef Session { get; } = session;
}

/// <summary>Local: the run that waited may call its model.</summary>
internal sealed record PlaceGranted(RunPlace Place);
