using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace Akka.Embedded.Tools.Singleton;

/// <summary>Messages that wait for the singleton, with their senders. When it is full the oldest makes room.</summary>
internal sealed class ProxyBuffer(int capacity)
{
    private readonly Queue<(object Message, IActorRef Sender)> _messages = new();

    /// <returns>What had to go for it, or itself; null when nothing was dropped.</returns>
    public object? Add(object message, IActorRef sender)
    {
        if (capacity == 0)
            return message;
        var dropped = _messages.Count == capacity ? _messages.Dequeue().Message : null;
        _messages.Enqueue((message, sender));
        return dropped;
    }

    public bool TryTake([NotNullWhen(true)] out object? message, [NotNullWhen(true)] out IActorRef? sender)
    {
        var found = _messages.TryDequeue(out var waiting);
        (message, sender) = waiting;
        return found;
    }
}
