using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>Akka.Persistence over the process's <see cref="IEventStore"/>, which comes in by <see cref="EventStoreSetup"/>.</summary>
/// <remarks>
/// A write that another writer was faster with is a rejection of that write alone: the actor that lost stops itself
/// (its <c>OnPersistRejected</c>), and no other actor's batch is touched.
/// </remarks>
internal sealed class EventStoreJournal : AsyncWriteJournal
{
    private readonly IEventStore _store;
    private readonly JournalHealth? _health;

    public EventStoreJournal()
    {
        var setup = EventStoreSetup.Of(Context.System);
        (_store, _health) = (setup.Store, setup.Health);
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        if (max <= 0) return;
        await HeedAsync(() => ReplayAsync(persistenceId, fromSequenceNr, toSequenceNr, max, recoveryCallback));
    }

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr)
    {
        var highest = 0L;
        await HeedAsync(async () => highest = await _store.HighestAsync(persistenceId, CancellationToken.None));
        return highest;
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        var results = ImmutableList.CreateBuilder<Exception>();
        Exception? conflict = null;
        foreach (var write in messages)
        {
            // After a conflict the rest of the same actor's batch would leave a gap.
            conflict ??= await AppendAsync(write);
            results.Add(conflict!);
        }

        return results.ToImmutable();
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr) =>
        _store.DeleteAsync(persistenceId, toSequenceNr, CancellationToken.None);

    private async Task<Exception?> AppendAsync(AtomicWrite write)
    {
        var parts = (IImmutableList<IPersistentRepresentation>)write.Payload;
        var events = new NewEvent[parts.Count];
        for (var i = 0; i < parts.Count; i++)
        {
            var payload = (JournaledEvent)parts[i].Payload;
            events[i] = new NewEvent(payload.Manifest, payload.Payload);
        }

        try
        {
            var (expected, writer) = (parts[0].SequenceNr - 1, parts[0].WriterGuid ?? "");
            await HeedAsync(() => _store.AppendAsync(write.PersistenceId, expected, writer, events, CancellationToken.None));
            _health?.Worked();
            return null;
        }
        catch (EventStoreConflictException conflict)
        {
            return conflict;
        }
    }

    /// <summary>What the store cannot do is told to <see cref="JournalHealth"/>.</summary>
    private async Task HeedAsync(Func<Task> use)
    {
        try
        {
            await use();
        }
        catch (EventStoreException error)
        {
            _health?.Failed(error);
            throw;
        }
    }

    private async Task ReplayAsync(
        string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        var replayed = 0L;
        await foreach (var stored in _store.ReadAsync(persistenceId, fromSequenceNr, CancellationToken.None))
        {
            if (stored.Sequence > toSequenceNr) return;
            var payload = new JournaledEvent(stored.Manifest, stored.Payload, stored.At);
            recoveryCallback(new Persistent(
                payload, stored.Sequence, persistenceId, stored.Manifest, isDeleted: false, ActorRefs.NoSender, stored.Writer));
            if (++replayed == max) return;
        }
    }
}
