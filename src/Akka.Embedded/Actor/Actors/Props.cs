using System.Linq.Expressions;
using Akka.Embedded.Cells;

namespace Akka.Actor;

/// <summary>The recipe for an actor. Immutable; may be used for any number of actors.</summary>
public class Props : IEquatable<Props>
{
    /// <summary>An actor that handles nothing.</summary>
    public static readonly Props None = new(new ActivatorProducer(typeof(EmptyActor), []), []);

    private static readonly object[] NoArguments = [];

    private readonly IIndirectActorProducer _producer;

    public Props(Type type, params object[] args) : this(Producer(type, args), args)
    {
    }

    internal Props(IIndirectActorProducer producer, object[] arguments)
    {
        _producer = producer;
        Arguments = arguments;
    }

    private Props(Props other)
    {
        _producer = other._producer;
        Arguments = other.Arguments;
        SupervisorStrategy = other.SupervisorStrategy;
        Dispatcher = other.Dispatcher;
        StashCapacity = other.StashCapacity;
    }

    public static Props Empty { get; } = None;

    public Type Type => _producer.ActorType;

    public string TypeName => Type.AssemblyQualifiedName ?? Type.Name;

    public object[] Arguments { get; }

    /// <summary>Null: the actor's own.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; private set; }

    /// <summary>Kept for the record: all actors of this runtime run on its one executor.</summary>
    public string Dispatcher { get; private set; } = "akka.actor.default-dispatcher";

    /// <summary>Kept for the record: all mailboxes are unbounded.</summary>
    internal int StashCapacity { get; private set; } = -1;

    /// <param name="factory"><c>() => new X(…)</c>. The arguments are evaluated now, once; the constructor runs per instance.</param>
    /// <exception cref="ArgumentException">Not a <c>new</c> expression.</exception>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is not NewExpression creation)
            throw new ArgumentException("The create function must be a 'new T (parameters)' expression", nameof(factory));
        var arguments = creation.Arguments.Count == 0 ? NoArguments : ArgumentEvaluator.Evaluate(creation);
        var producer = new ActivatorProducer(typeof(TActor), arguments, creation.Constructor);
        return new Props(producer, arguments) { SupervisorStrategy = supervisorStrategy };
    }

    /// <summary>For actors of the runtime itself: without an expression tree, whose library an idle node need not load.</summary>
    internal static Props Of<TActor>(Func<TActor> create, SupervisorStrategy? supervisorStrategy = null) where TActor : ActorBase =>
        new(new FunctionProducer<TActor>(create), NoArguments) { SupervisorStrategy = supervisorStrategy };

    public static Props Create<TActor>(params object[] args) where TActor : ActorBase => new(typeof(TActor), args);

    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy) where TActor : ActorBase, new() =>
        new(typeof(TActor)) { SupervisorStrategy = supervisorStrategy };

    public static Props Create(Type type, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new Props(type, args);
    }

    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) => new(producer, args);

    public Props WithDispatcher(string dispatcher) => new(this) { Dispatcher = dispatcher };

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) => new(this) { SupervisorStrategy = supervisorStrategy };

    /// <param name="stashCapacity">Messages the actor's stash holds at most; -1: no limit.</param>
    public Props WithStashCapacity(int stashCapacity) => new(this) { StashCapacity = stashCapacity };

    public virtual ActorBase NewActor() => _producer.Produce();

    public bool Equals(Props? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Type == other.Type && Equals(SupervisorStrategy, other.SupervisorStrategy)
            && Dispatcher == other.Dispatcher && Arguments.SequenceEqual(other.Arguments));

    public override bool Equals(object? obj) => Equals(obj as Props);

    public override int GetHashCode() => Type.GetHashCode();

    internal void Release(ActorBase actor) => _producer.Release(actor);

    private static ActivatorProducer Producer(Type type, object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        return typeof(ActorBase).IsAssignableFrom(type)
            ? new ActivatorProducer(type, args)
            : throw new ArgumentException($"Unknown actor producer [{type.FullName}]", nameof(type));
    }

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
