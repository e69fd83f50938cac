using Akka.Embedded.Cells;

namespace Akka.Actor;

public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Sends; the sender is the actor whose code this is, or none outside of actors.</summary>
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Self);

    /// <summary>Sends on, keeping the sender of the message that is being handled.</summary>
    public static void Forward(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Sender);
}
