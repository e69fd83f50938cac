namespace Akka.Actor;

/// <summary>Makes the instances of an actor, the first and those after restarts.</summary>
public interface IIndirectActorProducer
{
    Type ActorType { get; }

    ActorBase Produce();

    /// <summary>The instance is not used any more.</summary>
    void Release(ActorBase actor);
}
