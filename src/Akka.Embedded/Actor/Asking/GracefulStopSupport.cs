namespace Akka.Actor;

public static class GracefulStopSupport
{
    /// <summary>
    /// Sends a <see cref="PoisonPill"/>; true once the actor has ended, false when it has not
    /// within <paramref name="timeout"/>.
    /// </summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => target.GracefulStop(timeout, PoisonPill.Instance);

    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var actor = InternalActorRef.Of(target);
        var watch = new TerminationRef(actor.Provider, actor);
        watch.Start(timeout, CancellationToken.None);
        actor.Tell(stopMessage, ActorRefs.NoSender);
        return watch.Result;
    }
}

public static class WatchAsyncSupport
{
    /// <summary>True once the actor has ended; false when <paramref name="token"/> is cancelled first.</summary>
    public static Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        var actor = InternalActorRef.Of(target);
        var watch = new TerminationRef(actor.Provider, actor);
        watch.Start(null, token);
        return watch.Result;
    }
}
