using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Embedded.Sharding.Regions;

/// <summary>Messages that wait, in order per shard or entity, up to a bound on all together.</summary>
internal sealed class ShardBuffers(int capacity)
{
    private readonly Dictionary<string, Queue<Envelope>> _waiting = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public int Capacity { get; } = capacity;

    /// <summary>Whatever something waits for, as of now.</summary>
    public ImmutableArray<string> Names => [.. _waiting.Keys.Order(StringComparer.Ordinal)];

    public bool IsEmpty(string name) => !_waiting.ContainsKey(name);

    /// <returns>False when all is full.</returns>
    public bool TryAdd(string name, object message, IActorRef sender)
    {
        if (Count >= Capacity)
            return false;
        if (!_waiting.TryGetValue(name, out var queue))
            _waiting[name] = queue = [];
        queue.Enqueue(new Envelope(message, sender));
        Count++;
        return true;
    }

    /// <summary>What waits for the name, oldest first; it waits no more.</summary>
    public IReadOnlyCollection<Envelope> Take(string name)
    {
        if (!_waiting.Remove(name, out var queue))
            return [];
        Count -= queue.Count;
        return queue;
    }
}
