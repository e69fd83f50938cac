using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// A message of the runtime to an actor's cell. It goes before ordinary messages and links itself into the cell's system queue,
/// so one instance is sent to one receiver only.
/// </summary>
internal abstract class SystemMessage : INoSerializationVerificationNeeded
{
    internal SystemMessage? Next;
}

internal sealed class CreateActor : SystemMessage;

internal sealed class RecreateActor(Exception cause) : SystemMessage
{
    public Exception Cause { get; } = cause;
}

internal sealed class SuspendActor : SystemMessage;

internal sealed class ResumeActor(Exception? causedByFailure) : SystemMessage
{
    public Exception? CausedByFailure { get; } = causedByFailure;
}

internal sealed class StopActor : SystemMessage;

internal sealed class WatchActor(IActorRef watchee, IActorRef watcher) : SystemMessage
{
    public IActorRef Watchee { get; } = watchee;

    public IActorRef Watcher { get; } = watcher;
}

internal sealed class UnwatchActor(IActorRef watchee, IActorRef watcher) : SystemMessage
{
    public IActorRef Watchee { get; } = watchee;

    public IActorRef Watcher { get; } = watcher;
}

internal sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    : SystemMessage, IDeadLetterSuppression
{
    public IActorRef Actor { get; } = actor;

    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public bool AddressTerminated { get; } = addressTerminated;
}

/// <summary>A node is gone: ends the watches across that address, in both directions.</summary>
internal sealed class AddressTerminated(Address address) : SystemMessage
{
    public Address Address { get; } = address;
}

internal sealed class ChildFailed(InternalActorRef child, Exception cause, long uid) : SystemMessage
{
    public InternalActorRef Child { get; } = child;

    public Exception Cause { get; } = cause;

    public long Uid { get; } = uid;

    public override string ToString() => $"Failed({Child}, {Cause.Message})";
}

/// <summary>A continuation of an asynchronous handler that has to run inside its actor.</summary>
internal sealed class RunContinuation(SendOrPostCallback callback, object? state) : SystemMessage
{
    public SendOrPostCallback Callback { get; } = callback;

    public object? State { get; } = state;
}
