namespace Akka.Actor;

/// <summary>Makes each actor by a function.</summary>
internal sealed class FunctionProducer<TActor>(Func<TActor> create) : IIndirectActorProducer
    where TActor : ActorBase
{
    public Type ActorType => typeof(TActor);

    public ActorBase Produce() => create();

    public void Release(ActorBase actor)
    {
    }
}
