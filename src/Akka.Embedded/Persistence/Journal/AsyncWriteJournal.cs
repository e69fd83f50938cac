using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>
/// A journal whose storage answers asynchronously. The overrides are called on the journal actor's turn; they must not touch its
/// context after their first await.
/// </summary>
public abstract class AsyncWriteJournal : WriteJournalBase, IAsyncRecovery
{
    private readonly CallGuard _guard;

    protected AsyncWriteJournal()
    {
        var extension = Persistence.Instance.Apply(Context.System);
        _guard = new CallGuard(extension.Time, extension.ConfigFor(Self));
    }

    public abstract Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback);

    public abstract Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr);

    /// <summary>
    /// Writes each atomic write all or none. The result has one entry per atomic write: null for written, an exception for rejected;
    /// a null list says that all are written. A faulted task says that it is not known what is written: the actors concerned stop.
    /// </summary>
    protected abstract Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages);

    protected abstract Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr);

    /// <summary>Messages of the plugin's own.</summary>
    protected virtual bool ReceivePluginInternal(object message) => false;

    protected sealed override bool Receive(object message) => ReceiveWriteJournal(message) || ReceivePluginInternal(message);

    protected bool ReceiveWriteJournal(object message)
    {
        switch (message)
        {
            case WriteMessages write:
                Write(write);
                return true;
            case Written written:
                JournalAnswers.Send(written.Request, written.Results, written.Cause, Self);
                return true;
            case ReplayMessages replay:
                ReadHighest(replay);
                return true;
            case HighestRead read:
                _ = Replay(read.Request, read.Highest, Context);
                return true;
            case DeleteMessagesTo delete:
                _guard.Run(() => DeleteMessagesToAsync(delete.PersistenceId, delete.ToSequenceNr)).PipeTo(
                    delete.PersistentActor,
                    Self,
                    () => new DeleteMessagesSuccess(delete.ToSequenceNr),
                    cause => new DeleteMessagesFailure(cause, delete.ToSequenceNr));
                return true;
            default:
                return false;
        }
    }

    private void Write(WriteMessages request)
    {
        var writes = request.Messages.OfType<AtomicWrite>().ToList();
        if (writes.Count == 0)
        {
            JournalAnswers.Send(request, null, null, Self);
            return;
        }

        var writing = _guard.Run(() => WriteMessagesAsync(writes));
        if (writing.IsCompletedSuccessfully)
            JournalAnswers.Send(request, writing.Result, null, Self);
        else
            writing.PipeTo(Self, Self, results => new Written(request, results, null), cause => new Written(request, null, cause));
    }

    private void ReadHighest(ReplayMessages request)
    {
        var from = Math.Max(0, request.FromSequenceNr - 1);
        var reading = _guard.Run(() => ReadHighestSequenceNrAsync(request.PersistenceId, from));
        if (reading.IsCompletedSuccessfully)
            _ = Replay(request, reading.Result, Context);
        else
            _ = ReadHighestLater(request, reading);
    }

    private async Task ReadHighestLater(ReplayMessages request, Task<long> reading)
    {
        try
        {
            Self.Tell(new HighestRead(request, await reading), ActorRefs.NoSender);
        }
        catch (Exception cause)
        {
            request.PersistentActor.Tell(new ReplayMessagesFailure(cause), ActorRefs.NoSender);
        }
    }

    private async Task Replay(ReplayMessages request, long highest, IActorContext context)
    {
        var actor = request.PersistentActor;
        var to = Math.Min(request.ToSequenceNr, highest);
        try
        {
            if (to > 0 && request.FromSequenceNr <= to)
                await ReplayMessagesAsync(context, request.PersistenceId, request.FromSequenceNr, to, request.Max, Tell);
            actor.Tell(new RecoverySuccess(highest), ActorRefs.NoSender);
        }
        catch (Exception cause)
        {
            actor.Tell(new ReplayMessagesFailure(cause), ActorRefs.NoSender);
        }

        void Tell(IPersistentRepresentation found)
        {
            if (!found.IsDeleted)
                actor.Tell(new ReplayedMessage(found), ActorRefs.NoSender);
        }
    }

    private sealed record HighestRead(ReplayMessages Request, long Highest) : INoSerializationVerificationNeeded;

    private sealed record Written(WriteMessages Request, IImmutableList<Exception>? Results, Exception? Cause)
        : INoSerializationVerificationNeeded;
}
