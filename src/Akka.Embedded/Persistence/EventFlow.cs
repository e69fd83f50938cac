using Akka.Actor;
using Akka.Embedded.Cells;
using Akka.Persistence.Recovering;

namespace Akka.Persistence;

/// <summary>
/// The way of one actor's events to the journal and of its answers back to their handlers, with the commands that are held back
/// meanwhile.
/// </summary>
internal sealed class EventFlow(Eventsourced actor, IActorRef self, ActorStash held, PendingEvents events)
{
    private static int _instances;

    private readonly int _instance = Interlocked.Increment(ref _instances);

    public PendingEvents Events => events;

    public void Flush() => events.Flush(actor.Journal, self, _instance);

    /// <summary>Answers to an earlier incarnation of this actor are dropped.</summary>
    /// <returns>False for what is no answer of the journal.</returns>
    public bool Handle(object message)
    {
        switch (message)
        {
            case WriteMessageSuccess written:
                if (written.ActorInstanceId == _instance)
                    HandleWritten(written.Persistent.Payload, written.Persistent.SequenceNr);
                return true;
            case LoopMessageSuccess looped:
                if (looped.ActorInstanceId == _instance)
                    HandleWritten(looped.Message, actor.LastSequenceNr);
                return true;
            case WriteMessageRejected rejected:
                if (rejected.ActorInstanceId == _instance)
                    HandleRejected(rejected);
                return true;
            case WriteMessageFailure failure:
                if (failure.ActorInstanceId == _instance)
                    HandleFailure(failure);
                return true;
            case WriteMessagesSuccessful:
                events.Writing = false;
                Flush();
                return true;
            case WriteMessagesFailed:
            case RecoveryTick:
                return true;
            default:
                return false;
        }
    }

    /// <summary>After a command or handler: one held command at a time may go, because it may persist again.</summary>
    public void Continue(bool failed)
    {
        if (failed)
            held.UnstashAll();
        else if (!events.HoldsCommands)
            held.Unstash();
    }

    private void HandleWritten(object payload, long sequenceNr)
    {
        actor.LastSequenceNr = sequenceNr;
        var failed = true;
        try
        {
            events.RunNext(payload);
            failed = false;
        }
        finally
        {
            Flush();
            events.DropNext();
            Continue(failed);
        }
    }

    private void HandleRejected(WriteMessageRejected rejected)
    {
        actor.LastSequenceNr = rejected.Persistent.SequenceNr;
        events.DropNext();
        Continue(failed: false);
        actor.Rejected(rejected);
    }

    private void HandleFailure(WriteMessageFailure failure)
    {
        events.DropNext();
        actor.Failed(failure);
    }
}
