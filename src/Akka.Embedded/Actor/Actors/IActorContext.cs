namespace Akka.Actor;

public interface ICanWatch
{
    /// <summary>From now on this actor gets one <see cref="Terminated"/> when <paramref name="subject"/> ends.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>As <see cref="Watch"/>, with <paramref name="message"/> in place of <see cref="Terminated"/>.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Ends the watch; its notice does not come any more, even if it is queued already.</summary>
    IActorRef Unwatch(IActorRef subject);
}

/// <summary>What an actor sees of the runtime. Valid only inside the actor's own code.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    IActorRef Self { get; }

    Props Props { get; }

    /// <summary>The sender of the current message; the dead letters if there is none.</summary>
    IActorRef Sender { get; }

    ActorSystem System { get; }

    IActorRef Parent { get; }

    /// <summary>Null: off.</summary>
    TimeSpan? ReceiveTimeout { get; }

    void Become(Receive receive);

    void BecomeStacked(Receive receive);

    void UnbecomeStacked();

    /// <summary>The child of that name, or Nobody.</summary>
    IActorRef Child(string name);

    IEnumerable<IActorRef> GetChildren();

    /// <param name="timeout">Silence after which a <see cref="Actor.ReceiveTimeout"/> comes, again and again; null ends it.</param>
    void SetReceiveTimeout(TimeSpan? timeout);

    void Stop(IActorRef child);
}

public interface IUntypedActorContext : IActorContext
{
    void Become(UntypedReceive receive);

    void BecomeStacked(UntypedReceive receive);
}

/// <summary>A behaviour: returns false for what it does not handle.</summary>
public delegate bool Receive(object message);

public delegate void UntypedReceive(object message);
