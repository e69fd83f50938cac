using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>Base of journal plugins.</summary>
public abstract class WriteJournalBase : ActorBase;

public interface IAsyncRecovery
{
    /// <summary>Calls back for each event, in order, before the task completes.</summary>
    /// <param name="max">At most this many events.</param>
    Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback);

    /// <summary>The number of the last event ever written, also when it has been deleted; 0 if there was none.</summary>
    /// <param name="fromSequenceNr">A hint: events before it need not be looked at.</param>
    Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr);
}
