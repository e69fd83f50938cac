using Akka.Actor;

namespace Akka.DistributedData;

/// <summary>The subscriber gets a <see cref="Changed"/> with the value that there is, and one after each change, until it stops.</summary>
public sealed record Subscribe : IReplicatorMessage
{
    public Subscribe(IKey key, IActorRef subscriber) => (Key, Subscriber) = (key, subscriber);

    public IKey Key { get; }

    public IActorRef Subscriber { get; }

    public override string ToString() => $"Subscribe({Key}, {Subscriber})";
}

public sealed record Unsubscribe : IReplicatorMessage
{
    public Unsubscribe(IKey key, IActorRef subscriber) => (Key, Subscriber) = (key, subscriber);

    public IKey Key { get; }

    public IActorRef Subscriber { get; }

    public override string ToString() => $"Unsubscribe({Key}, {Subscriber})";
}

/// <summary>A value has changed, here or on another node. Changes in quick succession come as one.</summary>
public sealed record Changed : IReplicatorMessage
{
    public Changed(IKey key, object data) => (Key, Data) = (key, data);

    public IKey Key { get; }

    public object Data { get; }

    /// <exception cref="ArgumentException"><paramref name="key"/> is another key.</exception>
    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    public T Get<T>(IKey<T> key)
        where T : IReplicatedData =>
        Equals(Key, key) ? (T)Data : throw new ArgumentException($"This is a change of '{Key}', not of '{key}'.", nameof(key));

    public override string ToString() => $"Changed({Key}:{Data})";
}

/// <summary>Tells subscribers of all changes now, instead of after the notification interval.</summary>
public sealed class FlushChanges
{
    public static readonly FlushChanges Instance = new();

    private FlushChanges()
    {
    }
}
