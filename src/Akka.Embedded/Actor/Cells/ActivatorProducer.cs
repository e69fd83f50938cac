using System.Reflection;
using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>Makes actors by their constructor.</summary>
internal sealed class ActivatorProducer(Type type, object?[] arguments, ConstructorInfo? constructor = null) : IIndirectActorProducer
{
    private ConstructorInvoker? _invoker;

    public Type ActorType => type;

    public ActorBase Produce()
    {
        if (constructor is null)
            return (ActorBase)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        _invoker ??= ConstructorInvoker.Create(constructor);
        return (ActorBase)_invoker.Invoke(arguments.AsSpan());
    }

    public void Release(ActorBase actor)
    {
    }
}
