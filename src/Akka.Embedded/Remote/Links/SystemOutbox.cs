using Akka.Actor;

namespace Akka.Embedded.Remoting;

/// <summary>A system message on its way to another system.</summary>
internal readonly record struct NumberedSystemMessage(long Number, RemoteActorRef Recipient, SystemMessage Message);

/// <summary>System messages until the peer has acknowledged them: a new connection sends them again. Guarded by its association.</summary>
internal sealed class SystemOutbox(int capacity)
{
    private readonly Queue<NumberedSystemMessage> _pending = new();
    private long _last;

    public bool IsEmpty => _pending.Count == 0;

    public bool IsFull => _pending.Count >= capacity;

    public IEnumerable<NumberedSystemMessage> Pending => _pending;

    public NumberedSystemMessage Add(RemoteActorRef recipient, SystemMessage message)
    {
        var numbered = new NumberedSystemMessage(++_last, recipient, message);
        _pending.Enqueue(numbered);
        return numbered;
    }

    public void Acknowledge(long upTo)
    {
        while (_pending.TryPeek(out var first) && first.Number <= upTo)
        {
            _pending.Dequeue();
        }
    }

    public void Clear() => _pending.Clear();
}
