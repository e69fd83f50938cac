using Akka.Embedded.Cells;

namespace Akka.Actor;

/// <summary>An actor of this system.</summary>
internal sealed class LocalActorRef : InternalActorRef
{
    private readonly ActorPath _path;

    public LocalActorRef(ActorSystemImpl system, Props props, InternalActorRef parent, ActorPath path)
    {
        _path = path;
        Cell = new ActorCell(system, this, props, parent);
    }

    public ActorCell Cell { get; }

    public override ActorPath Path => _path;

    public override ActorRefProvider Provider => Cell.SystemImpl.ProviderImpl;

    public override InternalActorRef Parent => Cell.ParentRef;

    public override IReadOnlyList<IActorRef> Children => Cell.ChildRefs;

    public override void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        Cell.Post(message, sender);
    }

    public override void SendSystemMessage(SystemMessage message) => Cell.PostSystem(message);

    public override InternalActorRef GetChild(ReadOnlySpan<string> names)
    {
        InternalActorRef current = this;
        while (!names.IsEmpty)
        {
            if (current is not LocalActorRef local)
                return current.GetChild(names);
            current = names[0] switch
            {
                ".." => local.Parent,
                "" => local,
                var name => local.Cell.GetSingleChild(name),
            };
            names = names[1..];
        }
        return current;
    }
}
