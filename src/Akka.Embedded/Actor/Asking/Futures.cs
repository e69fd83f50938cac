using Akka.Embedded.Cells;

namespace Akka.Actor;

/// <summary>
/// Asking: a message with a temporary sender whose first answer completes a task. A <see cref="Status.Failure"/> is thrown as its
/// cause, no answer as an <see cref="AskTimeoutException"/>, an answer of another type as an <see cref="ArgumentException"/>.
/// </summary>
public static class Futures
{
    /// <param name="timeout">Null: <c>akka.actor.ask-timeout</c>, which is infinite unless set.</param>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var ask = Prepare<T>(self, timeout, cancellationToken);
        self.Tell(message, ask);
        return ask.Result;
    }

    /// <param name="messageFactory">Makes the message, given the reference to which the answer is to be sent.</param>
    public static Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var ask = Prepare<T>(self, timeout, cancellationToken);
        self.Tell(messageFactory(ask), ask);
        return ask.Result;
    }

    private static AskRef<T> Prepare<T>(ICanTell self, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(self);
        var ask = new AskRef<T>(provider);
        var limit = timeout ?? provider.Settings.AskTimeout;
        if (limit < TimeSpan.Zero || limit == TimeSpan.MaxValue)
            limit = TimeSpan.Zero;
        if (limit > TimeSpan.Zero || cancellationToken.CanBeCanceled)
            ask.Limit(limit, cancellationToken);
        return ask;
    }

    private static ActorRefProvider ProviderOf(ICanTell self) => self switch
    {
        LocalActorRef actor => actor.Provider,
        InternalActorRef actor => actor.Provider,
        IActorRefProxy proxy => proxy.Target.Provider,
        ActorSelection { Anchor: var anchor } => InternalActorRef.Of(anchor).Provider,
        _ when ActorCell.Current is { } cell => cell.SystemImpl.ProviderImpl,
        _ => throw new ArgumentException($"Unsupported receiver type: {self.GetType()}", nameof(self)),
    };
}
