using System.Collections.Concurrent;
using System.Reflection;
using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>Makes actors by their constructor.</summary>
internal sealed class ActivatorProducer(Type type, object?[] arguments, ConstructorInfo? constructor = null) : IIndirectActorProducer
{
    // One per constructor for the life of the process: making one costs more than an actor.
    private static readonly ConcurrentDictionary<ConstructorInfo, ConstructorInvoker> Invokers = new();

    public Type ActorType => type;

    public ActorBase Produce()
    {
        if (constructor is null)
            return (ActorBase)Activator.CreateInstance(
                type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        return (ActorBase)Invokers.GetOrAdd(constructor, ConstructorInvoker.Create).Invoke(arguments.AsSpan());
    }

    public void Release(ActorBase actor)
    {
    }
}
