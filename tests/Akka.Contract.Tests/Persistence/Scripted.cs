using Akka.Actor;
using Akka.Persistence;

namespace Akka.Contract.Tests.Persistence;

/// <summary>Runs inside the actor that gets it.</summary>
internal sealed record Do(Action<Scripted> What);

/// <summary>Does what a test says and tells a listener all else that comes to it; events and snapshots are words.</summary>
internal sealed class Scripted : UntypedPersistentActor
{
    private readonly IActorRef _listener;

    public Scripted(string id, IActorRef listener, Recovery? recovery)
    {
        PersistenceId = id;
        _listener = listener;
        Recovery = recovery ?? Recovery.Default;
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery { get; }

    public new IActorRef Self => base.Self;

    public static Props Props(string id, IActorRef listener, Recovery? recovery = null) =>
        Akka.Actor.Props.Create(() => new Scripted(id, listener, recovery));

    public void Say(string word) => _listener.Tell(word);

    public void Turn(UntypedReceive receive) => Become(receive);

    protected override void OnCommand(object message)
    {
        if (message is Do script)
            script.What(this);
        else
            _listener.Tell(message);
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer offer:
                Say($"snapshot {offer.Snapshot} at {offer.Metadata.SequenceNr}");
                break;
            case RecoveryCompleted:
                Say($"recovered to {LastSequenceNr}");
                break;
            default:
                Say($"event {message}");
                break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Say($"failed {@event} {sequenceNr}: {cause.GetType().Name}");

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        Say($"no recovery: {reason.GetType().Name}");

    protected override void PostStop() => Say("stopped");
}
