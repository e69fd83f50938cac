using System.Collections.Immutable;
using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Detection;
using Akka.Embedded.Membership;
using Akka.Embedded.Remoting;
using Akka.Embedded.Runtime;
using Akka.Event;

namespace Akka.Cluster;

public class ClusterExtension : ExtensionIdProvider<Cluster>
{
    public override Cluster CreateExtension(ExtendedActorSystem system) => new((ActorSystemImpl)system);
}

/// <summary>
/// This node's membership in the cluster. A node joins once: to join again after it has left or was downed, its actor system must be
/// replaced.
/// </summary>
public partial class Cluster : IExtension
{
    private readonly IActorRef _daemon;
    private readonly Lazy<IDowningProvider> _downingProvider;
    private readonly TaskCompletionSource _ended = new();
    private ClusterEvent.CurrentClusterState _state = new();
    private int _terminated;

    /// <exception cref="ConfigurationException">The system's provider is not <c>cluster</c>.</exception>
    internal Cluster(ActorSystemImpl system)
    {
        if (system.ProviderImpl is not ClusterActorRefProvider provider)
        {
            throw new ConfigurationException(
                $"akka.actor.provider of {system.Name} must be 'cluster'; it is '{system.Settings.ProviderClass}'.");
        }

        System = system;
        Settings = new ClusterSettings(system.Settings.Config);
        SelfUniqueAddress = new UniqueAddress(provider.DefaultAddress, provider.Remoting.Uid);
        NewDetector = DetectorSettings.ReadFactory(Settings.FailureDetectorConfig, system.Runtime.Time);
        Pulse = new Pulse(Settings.AcceptableHeartbeatPause, system.Runtime.Time);
        _downingProvider = new Lazy<IDowningProvider>(() => LoadDowningProvider(system));
        Log = new BusLogging(system.EventStream, $"Cluster ({system.Name})", typeof(Cluster), DefaultLogMessageFormatter.Instance);
        _daemon = system.SystemActorOf(Props.Of(() => new ClusterDaemon(this, system, provider)), ClusterDaemon.Name);
        AddShutdownTasks(CoordinatedShutdown.Get(system));
    }

    public ExtendedActorSystem System { get; }

    public ClusterSettings Settings { get; }

    public UniqueAddress SelfUniqueAddress { get; }

    public Address SelfAddress => SelfUniqueAddress.Address;

    public ImmutableHashSet<string> SelfRoles => Settings.Roles;

    /// <summary>As this node saw it last.</summary>
    public ClusterEvent.CurrentClusterState State => Volatile.Read(ref _state);

    /// <summary>With status Removed while this node is in no cluster.</summary>
    public Member SelfMember => State.Members.FirstOrDefault(m => m.UniqueAddress == SelfUniqueAddress)
        ?? new Member(SelfUniqueAddress, Member.NoUpNumber, MemberStatus.Removed, Settings.Roles, Settings.AppVersion);

    public bool IsUp => SelfMember.Status is MemberStatus.Up or MemberStatus.WeaklyUp;

    /// <summary>This node has left, was downed, or its system ends.</summary>
    public bool IsTerminated => Volatile.Read(ref _terminated) != 0;

    public IDowningProvider DowningProvider => _downingProvider.Value;

    internal ILoggingAdapter Log { get; }

    internal Pulse Pulse { get; }

    internal Func<FailureDetector> NewDetector { get; }

    public static Cluster Get(ActorSystem system) => (Cluster)system.RegisterExtension(new ClusterExtension());

    /// <summary>The snapshot comes first, then the events.</summary>
    public void Subscribe(IActorRef subscriber, params Type[] to) =>
        Subscribe(subscriber, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, to);

    /// <param name="to">Events of these types and of those derived from them.</param>
    /// <exception cref="ArgumentException">A type is not one of a cluster event.</exception>
    public void Subscribe(IActorRef subscriber, ClusterEvent.SubscriptionInitialStateMode initialStateMode, params Type[] to)
    {
        if (to.Length == 0 || !to.All(typeof(ClusterEvent.IClusterDomainEvent).IsAssignableFrom))
        {
            throw new ArgumentException(
                $"Subscribe to {nameof(ClusterEvent.IClusterDomainEvent)} or what derives from it, not to [{string.Join<Type>(", ", to)}].",
                nameof(to));
        }

        _daemon.Tell(new ClusterDaemon.Subscribe(subscriber, initialStateMode, [.. to]), ActorRefs.NoSender);
    }

    public void Unsubscribe(IActorRef subscriber) => _daemon.Tell(new ClusterDaemon.Unsubscribe(subscriber, null), ActorRefs.NoSender);

    public void Unsubscribe(IActorRef subscriber, Type to) =>
        _daemon.Tell(new ClusterDaemon.Unsubscribe(subscriber, to), ActorRefs.NoSender);

    /// <summary>Runs once when this node is Up; at once if it is.</summary>
    public void RegisterOnMemberUp(Action callback)
    {
        if (IsUp)
        {
            callback();
        }
        else
        {
            _daemon.Tell(new ClusterDaemon.OnUp(callback), ActorRefs.NoSender);
        }
    }

    /// <summary>Runs once when this node is removed or its system ends; at once if that has happened.</summary>
    public void RegisterOnMemberRemoved(Action callback)
    {
        _ended.Task.ContinueWith(
            _ => Milestones.Run(callback, CallbackFailed),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>The subscriber gets <see cref="ClusterDaemon.Sure"/> once this node is known to be a member still.</summary>
    internal void TellWhenSure(IActorRef subscriber) => _daemon.Tell(ClusterDaemon.TellWhenSure.Instance, subscriber);

    internal void Show(ClusterEvent.CurrentClusterState state) => Volatile.Write(ref _state, state);

    internal bool Terminate() => Interlocked.Exchange(ref _terminated, 1) == 0;

    internal void End() => _ended.TrySetResult();

    internal void CallbackFailed(Exception cause) => Log.Log(LogLevel.ErrorLevel, cause, "A callback of this cluster failed.");

    private IDowningProvider LoadDowningProvider(ActorSystemImpl system)
    {
        var name = Settings.DowningProviderClass;
        if (name.Length == 0)
        {
            return new NoDowning(system, this);
        }

        var type = TypeResolver.Resolve(name, "akka.cluster.downing-provider-class");
        try
        {
            return (IDowningProvider)Activator.CreateInstance(type, system, this)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is ConfigurationException wrong)
        {
            throw new ConfigurationException(wrong.Message, wrong);
        }
        catch (Exception e)
        {
            throw new ConfigurationException(
                $"akka.cluster.downing-provider-class: '{name}' cannot be created with (ActorSystem, Cluster): {e.Message}", e);
        }
    }
}
