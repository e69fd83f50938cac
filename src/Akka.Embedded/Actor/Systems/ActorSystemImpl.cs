using System.Diagnostics.CodeAnalysis;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Embedded.Runtime;
using Akka.Embedded.Scheduling;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The one implementation of an actor system.</summary>
internal sealed class ActorSystemImpl : ExtendedActorSystem
{
    private readonly ExtensionRegistry _extensions;
    private readonly TerminationCallbacks _callbacks;
    private int _terminating;

    private ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        if (!IsValidName(name))
            throw new ArgumentException(
                $"Invalid ActorSystem name '{name}': it may hold letters and digits (a-z, A-Z, 0-9) and, not as the first, '-' and '_'.",
                nameof(name));
        Name = name;
        Runtime = setup.Get<RuntimeSetup>().GetOrElse(RuntimeSetup.Default);
        Random = new RandomSource(Runtime.NextSeed());
        Settings = new Settings(this, config, setup);
        Throughput = Settings.Config.GetInt("akka.actor.default-dispatcher.throughput", 100);
        EventStream = new EventStream(Settings.Config.GetBoolean("akka.actor.debug.event-stream"));
        EventStream.StartStdoutLogger(Settings);
        Log = new BusLogging(EventStream, $"ActorSystem({name})", typeof(ActorSystem), DefaultLogMessageFormatter.Instance);
        SchedulerImpl = new Scheduler(Runtime.Time, EventStream);
        StartTime = Runtime.Time.GetUtcNow() - DateTimeOffset.UnixEpoch;
        ProviderImpl = CreateProvider();
        _extensions = new ExtensionRegistry(this);
        _callbacks = new TerminationCallbacks(ProviderImpl.TerminationTask, ReleaseResources);
        Serialization = new Serialization.Serialization(this);
    }

    public RuntimeSetup Runtime { get; }

    public IExecutor Executor => Runtime.Executor;

    public RandomSource Random { get; }

    /// <summary>Messages an actor handles in one turn.</summary>
    public int Throughput { get; }

    public ActorRefProvider ProviderImpl { get; }

    public Scheduler SchedulerImpl { get; }

    public AddressTerminatedTopic AddressTopic { get; } = new();

    public override string Name { get; }

    public override Settings Settings { get; }

    public override EventStream EventStream { get; }

    public override ILoggingAdapter Log { get; }

    public override Serialization.Serialization Serialization { get; }

    public override IActorRefProvider Provider => ProviderImpl;

    public override IActorRef DeadLetters => ProviderImpl.DeadLetters;

    public override IActorRef IgnoreRef => ProviderImpl.IgnoreRef;

    public override IScheduler Scheduler => SchedulerImpl;

    public override TimeSpan StartTime { get; }

    public override TimeSpan Uptime => SchedulerImpl.MonotonicClock;

    public override Task WhenTerminated => _callbacks.Completion;

    public static ActorSystemImpl Start(string name, Config config, ActorSystemSetup setup)
    {
        var system = new ActorSystemImpl(name, config, setup);
        try
        {
            system.ProviderImpl.Init(system);
            system.EventStream.StartLoggers(system);
            if (system.Settings.LogDeadLetters > 0)
                system.SystemActorOf(Props.Of(() => new DeadLetterListener()), "deadLetterListener");
            system.LoadExtensions();
            return system;
        }
        catch
        {
            if (system.ProviderImpl.Guardian is null)
                system.ReleaseResources();
            else
                _ = system.FinalTerminate();
            throw;
        }
    }

    public override IActorRef ActorOf(Props props, string? name = null) => ProviderImpl.Guardian.Cell.ActorOf(props, name);

    public override IActorRef SystemActorOf(Props props, string? name = null) => ProviderImpl.SystemGuardian.Cell.AttachChild(props, name);

    public override IActorRef SystemActorOf<TActor>(string? name = null) => SystemActorOf(Props.Create<TActor>(), name);

    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorSelections.Of(actorPath, this);

    public override ActorSelection ActorSelection(string actorPath) => ActorSelections.Of(actorPath, this);

    public override object RegisterExtension(IExtensionId extension) => _extensions.Register(extension);

    public override object GetExtension(IExtensionId extensionId) =>
        _extensions.TryGet(extensionId.ExtensionType, out var found) ? found! : null!;

    public override T GetExtension<T>() => _extensions.TryGet(typeof(T), out var found) ? (T)found! : null!;

    public override bool HasExtension(Type type) => _extensions.Has(type);

    public override bool HasExtension<T>() => _extensions.Has(typeof(T));

    public override bool TryGetExtension(Type extensionType, [NotNullWhen(true)] out object? extension) =>
        _extensions.TryGet(extensionType, out extension);

    public override bool TryGetExtension<T>([NotNullWhen(true)] out T? extension) where T : class
    {
        extension = GetExtension<T>();
        return extension is not null;
    }

    public override void RegisterOnTermination(Action code) => _callbacks.Add(code);

    public override void Stop(IActorRef actor)
    {
        var target = InternalActorRef.Of(actor);
        if (target.Parent is LocalActorRef parent)
            parent.Cell.Stop(target);
        else
            target.Stop();
    }

    public override Task Terminate()
    {
        if (Settings.CoordinatedShutdownRunByActorSystemTerminate)
        {
            CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
            return WhenTerminated;
        }
        return FinalTerminate();
    }

    internal override Task FinalTerminate()
    {
        if (Interlocked.Exchange(ref _terminating, 1) == 0)
        {
            if (!Settings.LogDeadLettersDuringShutdown)
                EventStream.Publish(StopLoggingDeadLetters.Instance);
            ProviderImpl.Guardian.Stop();
        }
        return WhenTerminated;
    }

    public override string ToString() => ProviderImpl.LocalAddress.ToString();

    private ActorRefProvider CreateProvider()
    {
        var type = TypeResolver.Resolve(Settings.ProviderClass, "akka.actor.provider");
        return Activator.CreateInstance(type, Name, Settings, EventStream) as ActorRefProvider
            ?? throw new ConfigurationException($"akka.actor.provider: '{type}' is not an actor reference provider of this runtime.");
    }

    private void LoadExtensions()
    {
        _ = CoordinatedShutdown.Get(this);
        foreach (var name in Settings.Config.GetStringList("akka.extensions"))
        {
            if (Activator.CreateInstance(TypeResolver.Resolve(name, "akka.extensions")) is not IExtensionId id)
                throw new ConfigurationException($"akka.extensions: '{name}' is not an {nameof(IExtensionId)}.");
            RegisterExtension(id);
        }
    }

    private void ReleaseResources()
    {
        SchedulerImpl.Dispose();
        EventStream.StopLoggers(Settings);
    }

    private static bool IsValidName(string name) =>
        name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
