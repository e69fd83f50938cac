using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe.Internal;
using Akka.Embedded.Tools.PublishSubscribe;
using Akka.Event;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>
/// Knows the receivers on this node and which other nodes have any. A message goes once to each of those, whose mediators pass it on.
/// What is published before this node knows of a subscriber does not reach that one.
/// </summary>
public class DistributedPubSubMediator : ActorBase
{
    private readonly DistributedPubSubSettings _settings;
    private readonly Cluster _cluster;
    private readonly UniqueAddress _self;
    private readonly Registry _registry;
    private readonly Subscriptions<IActorRef> _local = new();
    private readonly Dictionary<UniqueAddress, IActorRef> _peers = [];
    private readonly Routing _routing;
    private readonly ILoggingAdapter _log;
    private ICancelable? _timer;

    /// <exception cref="ArgumentException">This node does not have the role of the settings.</exception>
    public DistributedPubSubMediator(DistributedPubSubSettings settings)
    {
        _settings = settings;
        _cluster = Cluster.Get(Context.System);
        if (settings.Role is { } role && !_cluster.SelfRoles.Contains(role))
            throw new ArgumentException($"The cluster member [{_cluster.SelfAddress}] doesn't have the role [{role}]", nameof(settings));
        _self = _cluster.SelfUniqueAddress;
        _registry = new Registry(_self, settings.MaxDeltaElements, RegistryStarts.Of(Context.System).Next());
        _routing = new Routing(settings.Routing, ((ActorSystemImpl)Context.System).Random);
        _log = Context.GetLogger();
    }

    public static Props Props(DistributedPubSubSettings settings) => Actor.Props.Create(() => new DistributedPubSubMediator(settings));

    protected override void PreStart() => _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop()
    {
        _timer?.Cancel();
        _cluster.Unsubscribe(Self);
    }

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Delivery delivery:
                DeliverHere(delivery.Key, delivery.Message);
                break;
            case Publish { SendOneMessageToEachGroup: false } publish:
                SendToHolders(EntryKey.OfTopic(publish.Topic), publish, exceptSelf: false);
                break;
            case Publish publish:
                PublishToGroups(publish);
                break;
            case SendToAll send:
                SendToHolders(EntryKey.OfPath(send.Path), send, send.ExcludeSelf);
                break;
            case Send send:
                SendToOne(send);
                break;
            case IRegistryMessage change:
                SendAll(_registry.Receive(change));
                break;
            case Tick:
                _timer = null;
                SendAll(_registry.Tick());
                break;
            default:
                return ReceiveRequest(message) || ReceiveChange(message);
        }

        return true;
    }

    private bool ReceiveRequest(object message)
    {
        switch (message)
        {
            case Subscribe subscribe:
                Register(EntryKey.OfTopic(subscribe.Topic, subscribe.Group), subscribe.Ref);
                Sender.Tell(new SubscribeAck(subscribe), Self);
                break;
            case Unsubscribe unsubscribe:
                Unregister(EntryKey.OfTopic(unsubscribe.Topic, unsubscribe.Group), unsubscribe.Ref);
                Sender.Tell(new UnsubscribeAck(unsubscribe), Self);
                break;
            case Put put:
                PutUp(put.Ref);
                break;
            case Remove remove:
                TakeDown(EntryKey.OfPath(remove.Path));
                break;
            case GetTopics:
                Sender.Tell(new CurrentTopics(_registry.Holders.Topics.ToImmutableHashSet(StringComparer.Ordinal)), Self);
                break;
            case CountSubscribers count:
                Sender.Tell(_local.Of(EntryKey.OfTopic(count.Topic)).Count, Self);
                break;
            default:
                return false;
        }

        return true;
    }

    private bool ReceiveChange(object message)
    {
        switch (message)
        {
            case Terminated terminated:
                foreach (var key in _local.RemoveAll(terminated.ActorRef))
                    Follow(key);
                break;
            case ClusterEvent.CurrentClusterState state:
                foreach (var member in state.Members)
                    FollowMember(member);
                break;
            case ClusterEvent.MemberRemoved removed when removed.Member.UniqueAddress.Equals(_self):
                Context.Stop(Self);
                break;
            case ClusterEvent.IMemberEvent change:
                FollowMember(change.Member);
                break;
            default:
                return false;
        }

        return true;
    }

    private void FollowMember(Member member)
    {
        var node = member.UniqueAddress;
        if (node.Equals(_self) || (_settings.Role is { } role && !member.HasRole(role)))
            return;
        if (member.Status is MemberStatus.Up or MemberStatus.WeaklyUp)
        {
            var path = new RootActorPath(node.Address) / Self.Path.Elements;
            _peers[node] = _cluster.System.Provider.ResolveActorRef(path.ToString());
            SendAll(_registry.AddPeer(node));
        }
        else if (member.Status != MemberStatus.Joining)
        {
            _registry.RemovePeer(node);
            _peers.Remove(node);
        }
    }

    private void Register(EntryKey key, IActorRef receiver)
    {
        Context.Watch(receiver);
        _local.Add(key, receiver);
        Follow(key);
    }

    private void Unregister(EntryKey key, IActorRef receiver)
    {
        _local.Remove(key, receiver);
        if (!_local.Has(receiver))
            Context.Unwatch(receiver);
        Follow(key);
    }

    private void PutUp(IActorRef actor)
    {
        var path = actor.Path.ToStringWithoutAddress();
        if (!actor.Path.Address.HasLocalScope)
        {
            _log.Warning("Registered actor must be local: [{0}]", actor);
            return;
        }

        if (path.Length > EntryKey.MaxNameLength)
        {
            _log.Warning("The path [{0}] has {1} characters; allowed: 1 to {2}.", path, path.Length, EntryKey.MaxNameLength);
            return;
        }

        var key = EntryKey.OfPath(path);
        TakeDown(key);
        Register(key, actor);
    }

    private void TakeDown(EntryKey key)
    {
        foreach (var actor in _local.Of(key).ToList())
            Unregister(key, actor);
    }

    private void Follow(EntryKey key) => SendAll(_registry.Set(key, _local.Has(key)));

    private void SendToHolders(EntryKey key, IWrappedMessage message, bool exceptSelf)
    {
        var sent = false;
        Delivery? delivery = null;
        foreach (var node in _registry.Holders.Of(key))
        {
            if (exceptSelf && node.Equals(_self))
                continue;
            sent = true;
            if (node.Equals(_self))
                DeliverHere(key, message.Message);
            else
                _peers[node].Tell(delivery ??= new Delivery(key, message.Message), Sender);
        }

        if (!sent)
            NobodyThere(message);
    }

    private void SendToOne(Send send)
    {
        var key = EntryKey.OfPath(send.Path);
        if (send.LocalAffinity && _local.Has(key))
            DeliverHere(key, send.Message);
        else
            SendToOne(key, send);
    }

    private void PublishToGroups(Publish publish)
    {
        var groups = _registry.Holders.GroupsOf(publish.Topic).ToList();
        foreach (var group in groups)
            SendToOne(EntryKey.OfTopic(publish.Topic, group), publish);
        if (groups.Count == 0)
            NobodyThere(publish);
    }

    private void SendToOne(EntryKey key, IWrappedMessage message)
    {
        var nodes = _registry.Holders.Of(key);
        if (nodes.Count == 0)
        {
            NobodyThere(message);
            return;
        }

        _routing.Route(nodes, node =>
        {
            if (node.Equals(_self))
                DeliverHere(key, message.Message);
            else
                _peers[node].Tell(new Delivery(key, message.Message), Sender);
        });
    }

    private void DeliverHere(EntryKey key, object message)
    {
        var receivers = _local.Of(key);
        if (receivers.Count == 0)
        {
            NobodyThere(message);
        }
        else if (key.Kind == EntryKind.Group)
        {
            _routing.Route(receivers, receiver => receiver.Tell(message, Sender));
        }
        else
        {
            for (var i = 0; i < receivers.Count; i++)
                receivers[i].Tell(message, Sender);
        }
    }

    private void NobodyThere(object message)
    {
        if (_settings.SendToDeadLettersWhenNoSubscribers)
            Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Self);
    }

    private void SendAll(IReadOnlyList<(UniqueAddress To, IRegistryMessage Message)> outgoing)
    {
        foreach (var (to, message) in outgoing)
            _peers[to].Tell(message, Self);
        if (_timer is null && _registry.AwaitsAnswers)
        {
            _timer = Context.System.Scheduler.ScheduleTellOnceCancelable(
                _settings.GossipInterval, Self, Tick.Instance, ActorRefs.NoSender);
        }
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
