using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>Who wants which types. Publishing reads a cache per type of message; a change of subscriptions drops the cache.</summary>
internal sealed class SubscriberTable
{
    private readonly Lock _gate = new();
    private readonly List<(IActorRef Subscriber, Type Channel)> _subscriptions = [];
    private ConcurrentDictionary<Type, IActorRef[]> _byType = new();

    public bool Add(IActorRef subscriber, Type channel)
    {
        lock (_gate)
        {
            if (_subscriptions.Exists(s => s.Channel.IsAssignableFrom(channel) && s.Subscriber.Equals(subscriber)))
                return false;
            _subscriptions.Add((subscriber, channel));
            _byType = new ConcurrentDictionary<Type, IActorRef[]>();
            return true;
        }
    }

    public bool Remove(IActorRef subscriber, Type channel) =>
        RemoveAll(s => channel.IsAssignableFrom(s.Channel) && s.Subscriber.Equals(subscriber));

    public bool Remove(IActorRef subscriber) => RemoveAll(s => s.Subscriber.Equals(subscriber));

    public IActorRef[] Of(Type messageType)
    {
        var cache = _byType;
        return cache.TryGetValue(messageType, out var found) ? found : Find(messageType, cache);
    }

    private IActorRef[] Find(Type messageType, ConcurrentDictionary<Type, IActorRef[]> cache)
    {
        lock (_gate)
        {
            var found = _subscriptions.Where(s => s.Channel.IsAssignableFrom(messageType)).Select(s => s.Subscriber).Distinct().ToArray();
            cache[messageType] = found;
            return found;
        }
    }

    private bool RemoveAll(Predicate<(IActorRef Subscriber, Type Channel)> match)
    {
        lock (_gate)
        {
            if (_subscriptions.RemoveAll(match) == 0)
                return false;
            _byType = new ConcurrentDictionary<Type, IActorRef[]>();
            return true;
        }
    }
}
