using Akka.Actor;

namespace Akka.Event;

/// <summary>The publish/subscribe channel of one system: by type, including subtypes and interfaces.</summary>
public class EventStream : LoggingBus
{
    private readonly bool _debug;

    /// <param name="debug">Whether subscriptions are logged.</param>
    public EventStream(bool debug) => _debug = debug;

    /// <returns>False when the subscriber gets that type already.</returns>
    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        if (_debug)
            Publish(new Debug(nameof(EventStream), GetType(), $"subscribing {subscriber} to channel {channel}"));
        return base.Subscribe(subscriber, channel);
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        var changed = base.Unsubscribe(subscriber, channel);
        if (_debug)
            Publish(new Debug(nameof(EventStream), GetType(), $"unsubscribing {subscriber} from channel {channel}"));
        return changed;
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        var changed = base.Unsubscribe(subscriber);
        if (_debug)
            Publish(new Debug(nameof(EventStream), GetType(), $"unsubscribing {subscriber} from all channels"));
        return changed;
    }
}

public static class EventStreamExtensions
{
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Subscribe(subscriber, typeof(TChannel));

    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
