namespace Akka.Actor;

public interface ICanTell
{
    /// <summary>Sends without waiting; delivered at most once, in order per sender and receiver.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    void Tell(object message, IActorRef? sender);
}

/// <summary>Names one incarnation of one actor, here or on another node. Equal when path and uid are.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    ActorPath Path { get; }
}

/// <summary>Whether the actor lives in this system.</summary>
public interface IActorRefScope
{
    bool IsLocal { get; }
}
