using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Membership;
using Akka.Embedded.Tools.Singleton;
using Akka.Event;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Forwards what it gets to the singleton, wherever that is; while it is not known, keeps a bounded number of messages for it. What is on
/// its way when the singleton moves can be lost.
/// </summary>
public sealed class ClusterSingletonProxy : ActorBase
{
    private readonly ClusterSingletonProxySettings _settings;
    private readonly string[] _managerPath;
    private readonly Cluster _cluster;
    private readonly MembersByAge _members;
    private readonly ProxyBuffer _buffer;
    private readonly ILoggingAdapter _log;
    private IActorRef? _singleton;
    private Member? _oldest;
    private ICancelable? _search;

    /// <param name="singletonManagerPath">Of the manager on every node, such as <c>/user/counter</c>.</param>
    public ClusterSingletonProxy(string singletonManagerPath, ClusterSingletonProxySettings settings)
    {
        _settings = settings;
        _managerPath = singletonManagerPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _cluster = Cluster.Get(Context.System);
        _members = new MembersByAge(_cluster.SelfUniqueAddress, settings.Role);
        _buffer = new ProxyBuffer(settings.BufferSize);
        _log = Context.GetLogger();
    }

    public static Config DefaultConfig() => ClusterSingletonManager.DefaultConfig();

    /// <inheritdoc cref="ClusterSingletonProxy(string, ClusterSingletonProxySettings)"/>
    public static Props Props(string singletonManagerPath, ClusterSingletonProxySettings settings) =>
        Actor.Props.Of(() => new ClusterSingletonProxy(singletonManagerPath, settings));

    protected override void PreStart() => _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop()
    {
        _search?.Cancel();
        _cluster.Unsubscribe(Self);
    }

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                _members.Apply(state);
                FollowOldest();
                break;
            case ClusterEvent.MemberRemoved removed when removed.Member.UniqueAddress.Equals(_cluster.SelfUniqueAddress):
                Context.Stop(Self);
                break;
            case ClusterEvent.IMemberEvent change:
                _members.Apply(change);
                FollowOldest();
                break;
            case SingletonHere here:
                Found(here.Singleton);
                break;
            case Terminated terminated:
                if (terminated.ActorRef.Equals(_singleton))
                    Search();
                break;
            case SearchTick:
                Ask();
                break;
            default:
                Pass(message);
                break;
        }

        return true;
    }

    private void Pass(object message)
    {
        if (_singleton is not null)
            _singleton.Tell(message, Sender);
        else if (_buffer.Add(message, Sender) is { } dropped)
            _log.Debug("Singleton not known, buffer of {0} is full, dropping [{1}]", _settings.BufferSize, dropped.GetType());
    }

    private void FollowOldest()
    {
        var oldest = _members.Oldest(member => member.Status is MemberStatus.Up or MemberStatus.Leaving);
        if (Equals(oldest, _oldest))
            return;
        _oldest = oldest;
        Search();
    }

    private void Search()
    {
        if (_singleton is not null)
            Context.Unwatch(_singleton);
        _singleton = null;
        Ask();
        _search ??= Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(
            _settings.SingletonIdentificationInterval, _settings.SingletonIdentificationInterval, Self, SearchTick.Instance, Self);
    }

    /// <summary>While the oldest member leaves, the singleton is there still or at the next one already.</summary>
    private void Ask()
    {
        Ask(_oldest);
        var next = _members.Oldest(member => member.Status == MemberStatus.Up);
        if (!Equals(next, _oldest))
            Ask(next);
    }

    private void Ask(Member? member)
    {
        if (member is not null)
            Context.ActorSelection(new RootActorPath(member.Address) / _managerPath).Tell(FindSingleton.Instance, Self);
    }

    private void Found(IActorRef singleton)
    {
        if (_singleton is not null)
            return;
        _log.Info("Singleton identified at [{0}]", singleton.Path);
        _singleton = Context.Watch(singleton);
        _search?.Cancel();
        _search = null;
        while (_buffer.TryTake(out var message, out var sender))
            singleton.Tell(message, sender);
    }

    private sealed class SearchTick
    {
        public static readonly SearchTick Instance = new();
    }
}
