using Akka.Actor;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>Who is told of changes of which key.</summary>
internal sealed class Subscriptions(ReplicatorContext context, ReplicaStore store)
{
    private readonly Dictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly List<Topic> _due = [];
    private readonly Pace _pace = new(context.Time, context.Settings.NotifySubscribersInterval);

    public void Add(IKey key, IActorRef subscriber)
    {
        if (!_topics.TryGetValue(key.Id, out var topic))
            _topics[key.Id] = topic = new Topic(key);
        topic.New.Add(subscriber);
        MakeDue(topic);
    }

    public void Remove(IKey key, IActorRef subscriber)
    {
        if (_topics.TryGetValue(key.Id, out var topic))
            Remove(topic, subscriber);
    }

    public void Remove(IActorRef subscriber)
    {
        foreach (var topic in _topics.Values.ToList())
            Remove(topic, subscriber);
    }

    public bool Has(IActorRef subscriber) => _topics.Values.Any(topic => topic.Old.Contains(subscriber) || topic.New.Contains(subscriber));

    public void NoteChange(ReplicaEntry entry)
    {
        if (_topics.TryGetValue(entry.Key, out var topic))
            MakeDue(topic);
    }

    public void Due(long round)
    {
        if (round == _pace.Round)
            Flush();
    }

    /// <summary>Tells of what has changed since it was told, and those who are new of what there is.</summary>
    public void Flush()
    {
        _pace.Happens();
        foreach (var topic in _due)
        {
            topic.IsDue = false;
            if (store.Find(topic.Key.Id) is { } entry)
                Tell(topic, entry.Envelope.Data);
            topic.Old.UnionWith(topic.New);
            topic.New.Clear();
        }

        _due.Clear();
    }

    private void Tell(Topic topic, IReplicatedData data)
    {
        var changed = new Changed(topic.Key, data);
        if (!ReferenceEquals(data, topic.Told) && !data.Equals(topic.Told))
        {
            foreach (var subscriber in topic.Old)
                context.Tell(subscriber, changed);
        }

        foreach (var subscriber in topic.New)
            context.Tell(subscriber, changed);
        topic.Told = data;
    }

    private void MakeDue(Topic topic)
    {
        if (topic.IsDue)
            return;
        topic.IsDue = true;
        _due.Add(topic);
        if (_pace.Want() is { } after)
            context.Remind(Reminder.TellSubscribers, after, _pace.Round);
    }

    private void Remove(Topic topic, IActorRef subscriber)
    {
        topic.Old.Remove(subscriber);
        topic.New.Remove(subscriber);
        if (topic.Old.Count == 0 && topic.New.Count == 0)
            _topics.Remove(topic.Key.Id);
    }

    private sealed class Topic(IKey key)
    {
        public IKey Key => key;

        public SortedSet<IActorRef> Old { get; } = [];

        public SortedSet<IActorRef> New { get; } = [];

        public IReplicatedData? Told { get; set; }

        public bool IsDue { get; set; }
    }
}
