namespace Akka.Actor;

/// <summary><c>/temp</c>: the references of asks under way that have a path.</summary>
internal sealed class TempContainerRef(ActorRefProvider provider, ActorPath path) : InternalActorRef
{
    public override ActorPath Path => path;

    public override ActorRefProvider Provider => provider;

    public override InternalActorRef Parent => provider.RootGuardian;

    public override void Tell(object message, IActorRef? sender)
    {
        var selection = message as ActorSelectionMessage;
        var found = selection?.Elements is [SelectChildName { Name: var name }] ? provider.TempActor(name) : null;
        if (!found.IsNobody())
            found!.Tell(selection!.Message, sender);
        else
            provider.DeadLettersRef.Accept(message, sender, this);
    }

    public override InternalActorRef GetChild(ReadOnlySpan<string> names) =>
        names.Length == 1 ? provider.TempActor(names[0]) : ActorRefs.NobodyRef;
}

/// <summary>Drops what it gets.</summary>
internal sealed class IgnoreActorRef(ActorRefProvider provider, ActorPath path) : InternalActorRef
{
    public override ActorPath Path => path;

    public override ActorRefProvider Provider => provider;

    public override void Tell(object message, IActorRef? sender)
    {
    }
}
