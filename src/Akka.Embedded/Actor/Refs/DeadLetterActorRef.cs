using Akka.Event;

namespace Akka.Actor;

/// <summary>Where messages end that reach no actor; publishes each on the event stream.</summary>
internal sealed class DeadLetterActorRef(ActorRefProvider provider, ActorPath path, EventStream eventStream)
    : EmptyLocalActorRef(provider, path, eventStream)
{
    public override void SendSystemMessage(SystemMessage message)
    {
        if (message is WatchActor watch && !watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
            InternalActorRef.Of(watch.Watcher).SendSystemMessage(new DeathWatchNotification(watch.Watchee, false, false));
    }
}
