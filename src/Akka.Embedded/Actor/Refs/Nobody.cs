namespace Akka.Actor;

/// <summary>No actor. What is sent to it is gone without a trace.</summary>
internal sealed class Nobody : InternalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/Nobody");

    public override ActorRefProvider Provider => throw new NotSupportedException("Nobody does not provide");

    public override InternalActorRef Parent => this;

    public override void Tell(object message, IActorRef? sender)
    {
    }
}

public static class ActorRefs
{
    /// <summary>Stands for "no such actor". Compare with <see cref="ActorRefExtensions.IsNobody"/>.</summary>
    public static readonly IActorRef Nobody = new Nobody();

    /// <summary>Null: a message without sender.</summary>
    public static readonly IActorRef NoSender = null!;

    internal static InternalActorRef NobodyRef => (InternalActorRef)Nobody;
}

public static class ActorRefExtensions
{
    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or Akka.Actor.Nobody;

    public static IActorRef GetOrElse(this IActorRef? actorRef, Func<IActorRef> elseValue) => actorRef.IsNobody() ? elseValue() : actorRef!;
}
