using Akka.Event;

namespace Akka.Actor;

/// <summary>A path of this system at which there is no actor: messages become dead letters, a watch is answered at once.</summary>
internal class EmptyLocalActorRef(ActorRefProvider provider, ActorPath path, EventStream eventStream) : InternalActorRef
{
    public override ActorPath Path => path;

    public override ActorRefProvider Provider => provider;

    public override void Tell(object message, IActorRef? sender)
    {
        if (message is null)
            throw new InvalidMessageException();
        if (message is DeadLetter letter)
            Accept(letter.Message, letter.Sender, letter.Recipient);
        else
            Accept(message, sender, this);
    }

    /// <summary>Takes what could not be delivered to <paramref name="recipient"/>.</summary>
    internal void Accept(object message, IActorRef? sender, IActorRef recipient)
    {
        if (AnswerIdentify(message, sender))
            return;
        if (message is ActorSelectionMessage selection)
            message = selection.Message;
        sender ??= provider.DeadLetters;
        eventStream.Publish(message is IDeadLetterSuppression suppressed
            ? new SuppressedDeadLetter(suppressed, sender, recipient)
            : new DeadLetter(message, sender, recipient));
    }

    public override void SendSystemMessage(SystemMessage message)
    {
        if (message is WatchActor watch && !ReferenceEquals(watch.Watcher, this) && watch.Watchee.Equals(this))
            InternalActorRef.Of(watch.Watcher).SendSystemMessage(new DeathWatchNotification(watch.Watchee, false, false));
    }

    private static bool AnswerIdentify(object message, IActorRef? sender)
    {
        switch (message)
        {
            case ActorSelectionMessage { Message: Identify, WildCardFanOut: true }:
                return true;
            case ActorSelectionMessage { Message: Identify inner }:
                sender?.Tell(new ActorIdentity(inner.MessageId, null), ActorRefs.NoSender);
                return true;
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                return true;
            default:
                return false;
        }
    }
}
