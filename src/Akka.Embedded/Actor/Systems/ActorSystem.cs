using System.Diagnostics.CodeAnalysis;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A tree of actors with its configuration, clock, logs and, perhaps, a place in a cluster.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    public abstract Settings Settings { get; }

    public abstract string Name { get; }

    public abstract Serialization.Serialization Serialization { get; }

    public abstract EventStream EventStream { get; }

    /// <summary>Receives what cannot be delivered.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>Drops what it gets.</summary>
    public abstract IActorRef IgnoreRef { get; }

    public abstract IScheduler Scheduler { get; }

    public abstract ILoggingAdapter Log { get; }

    /// <summary>Since 1970.</summary>
    public abstract TimeSpan StartTime { get; }

    public abstract TimeSpan Uptime { get; }

    /// <summary>Completes when all actors have ended and the callbacks have run.</summary>
    public abstract Task WhenTerminated { get; }

    /// <exception cref="ArgumentException">
    /// The name may hold letters, digits, '-' and '_', and must not begin with the latter two.
    /// </exception>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public static ActorSystem Create(string name) => Create(name, ActorSystemSetup.Empty);

    public static ActorSystem Create(string name, Config config) => ActorSystemImpl.Start(name, config, ActorSystemSetup.Empty);

    public static ActorSystem Create(string name, BootstrapSetup setup) => Create(name, ActorSystemSetup.Create(setup));

    public static ActorSystem Create(string name, ActorSystemSetup setup) =>
        ActorSystemImpl.Start(name, setup.Get<BootstrapSetup>().FlatSelect(b => b.Config).GetOrElse(Config.Empty), setup);

    public abstract object GetExtension(IExtensionId extensionId);

    public abstract T GetExtension<T>() where T : class, IExtension;

    public abstract bool HasExtension(Type type);

    public abstract bool HasExtension<T>() where T : class, IExtension;

    public abstract bool TryGetExtension(Type extensionType, [NotNullWhen(true)] out object? extension);

    public abstract bool TryGetExtension<T>([NotNullWhen(true)] out T? extension) where T : class, IExtension;

    /// <summary>Makes the extension if the system has none yet.</summary>
    public abstract object RegisterExtension(IExtensionId extension);

    /// <summary>Runs once all actors have ended, the last registered first.</summary>
    /// <exception cref="InvalidOperationException">The system has ended.</exception>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>Starts the end; see <see cref="WhenTerminated"/>.</summary>
    public abstract Task Terminate();

    public abstract void Stop(IActorRef actor);

    public abstract IActorRef ActorOf(Props props, string? name = null);

    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    public abstract ActorSelection ActorSelection(string actorPath);

    /// <summary>Starts the end and does not wait for it.</summary>
    public void Dispose()
    {
        _ = Terminate();
        GC.SuppressFinalize(this);
    }

    internal abstract Task FinalTerminate();
}

/// <summary>What extensions see of a system.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    public abstract IActorRefProvider Provider { get; }

    /// <summary>Starts an actor under <c>/system</c>.</summary>
    public abstract IActorRef SystemActorOf(Props props, string? name = null);

    public abstract IActorRef SystemActorOf<TActor>(string? name = null) where TActor : ActorBase, new();
}
