using System.Collections.Concurrent;
using Akka.Embedded.Cells;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The provider of a system without network. Seam for remoting and cluster: derive, override the virtual members and name the type in
/// <c>akka.actor.provider</c>; the constructor gets (string systemName, Settings settings, EventStream eventStream).
/// </summary>
internal class ActorRefProvider : IActorRefProvider
{
    private readonly EventStream _eventStream;
    private readonly ConcurrentDictionary<string, InternalActorRef> _temporary = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _terminated = new();
    private long _tempNumber;

    public ActorRefProvider(string systemName, Settings settings, EventStream eventStream)
    {
        Settings = settings;
        _eventStream = eventStream;
        LocalAddress = new Address("akka", systemName);
        RootPath = new RootActorPath(LocalAddress);
        DeadLettersRef = new DeadLetterActorRef(this, RootPath / "deadLetters", eventStream);
        TempContainer = new TempContainerRef(this, RootPath / "temp");
        IgnoreRef = new IgnoreActorRef(this, new RootActorPath(new Address("akka", "all-systems")) / "ignore");
    }

    public Settings Settings { get; }

    /// <summary>Set by <see cref="Init"/>.</summary>
    public ActorSystemImpl System { get; private set; } = null!;

    public Address LocalAddress { get; }

    public ActorPath RootPath { get; }

    public DeadLetterActorRef DeadLettersRef { get; }

    public IActorRef DeadLetters => DeadLettersRef;

    public IActorRef IgnoreRef { get; }

    public InternalActorRef TempContainer { get; }

    public LocalActorRef RootGuardian { get; private set; } = null!;

    public LocalActorRef Guardian { get; private set; } = null!;

    public LocalActorRef SystemGuardian { get; private set; } = null!;

    public Task TerminationTask => _terminated.Task;

    public virtual Address DefaultAddress => LocalAddress;

    public virtual Serialization.Information SerializationInformation => new(DefaultAddress, System);

    /// <summary>Starts the guardians. Remoting starts its own after calling this; other systems cannot be reached before.</summary>
    public virtual void Init(ActorSystemImpl system)
    {
        System = system;
        RootGuardian = new LocalActorRef(
            system, Props.Of(() => new RootGuardianActor()), new RootSupervisor(this, _terminated), RootPath);
        RootGuardian.SendSystemMessage(new CreateActor());
        Guardian = (LocalActorRef)RootGuardian.Cell.AttachChild(
            Props.Of(() => new UserGuardianActor(), GuardianStrategy.Create(Settings.SupervisorStrategyClass)), "user");
        SystemGuardian = (LocalActorRef)RootGuardian.Cell.AttachChild(Props.Of(() => new SystemGuardianActor(this)), "system");
        RootGuardian.SendSystemMessage(new WatchActor(SystemGuardian, RootGuardian));
    }

    /// <summary>
    /// The user actors have ended, the system actors still run. What the network needs to say goodbye is done here; the system
    /// actors end when the task does.
    /// </summary>
    public virtual Task ShutdownAsync() => Task.CompletedTask;

    /// <summary>Makes the reference of a new child; called under the parent's reservation of its name.</summary>
    public virtual InternalActorRef ActorOf(ActorSystemImpl system, Props props, InternalActorRef supervisor, ActorPath path) =>
        new LocalActorRef(system, props, supervisor, path);

    /// <summary>Whether <paramref name="address"/> means this system.</summary>
    public virtual bool IsLocal(Address address) => address.Equals(LocalAddress);

    /// <summary>The reference to an actor of another system. Without network: the dead letters.</summary>
    protected virtual InternalActorRef ResolveRemote(ActorPath path) => DeadLettersRef;

    public virtual Address? GetExternalAddressFor(Address address) => IsLocal(address) ? LocalAddress : null;

    public IActorRef RootGuardianAt(Address address) => IsLocal(address) ? RootGuardian : ResolveRemote(new RootActorPath(address));

    public IActorRef ResolveActorRef(string path) => ActorPath.TryParse(path, out var parsed) ? ResolveActorRef(parsed) : DeadLetters;

    public IActorRef ResolveActorRef(ActorPath actorPath) =>
        IsLocal(actorPath.Address) ? ResolveLocal(actorPath) : ResolveRemote(actorPath);

    public ActorPath TempPath() => TempContainer.Path / PathNames.Anonymous(Interlocked.Increment(ref _tempNumber) - 1);

    public void RegisterTempActor(InternalActorRef actor, ActorPath path) => _temporary[path.Name] = actor;

    public void UnregisterTempActor(ActorPath path) => _temporary.TryRemove(path.Name, out _);

    public InternalActorRef TempActor(string name) => _temporary.GetValueOrDefault(name, ActorRefs.NobodyRef);

    /// <summary>A child by name; the root has some more than its real children. Remoting adds its own here.</summary>
    public virtual InternalActorRef ChildOf(LocalActorRef parent, string name)
    {
        if (parent.Path.Depth == 0)
        {
            if (name == "temp")
                return TempContainer;
            if (name == "deadLetters")
                return DeadLettersRef;
        }
        return parent.Cell.GetSingleChild(name);
    }

    private InternalActorRef ResolveLocal(ActorPath path)
    {
        InternalActorRef found = RootGuardian;
        foreach (var name in path.Elements)
        {
            found = found is LocalActorRef local ? ChildOf(local, name) : found.GetChild([name]);
            if (found.IsNobody())
                break;
        }
        if (!found.IsNobody() && (path.Uid == 0 || path.Uid == found.Path.Uid))
            return found;
        var nowhere = path.Depth == 0 ? RootPath : (RootPath / path.Elements).WithUid(path.Uid);
        return new EmptyLocalActorRef(this, nowhere, _eventStream);
    }
}

/// <summary>The provider named <c>local</c>.</summary>
internal sealed class LocalActorRefProvider(string systemName, Settings settings, EventStream eventStream)
    : ActorRefProvider(systemName, settings, eventStream);
