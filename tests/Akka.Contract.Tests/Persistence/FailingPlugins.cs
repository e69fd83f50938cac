using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Persistence.Snapshot;

namespace Akka.Contract.Tests.Persistence;

/// <summary>Says nothing when it should write what is called "silence", or when it is asked for an id of that name.</summary>
internal sealed class SilentJournal : MemoryJournal
{
    public const string Silence = "silence";
    private static readonly Task Never = new TaskCompletionSource().Task;

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        var writes = messages.ToList();
        if (writes.Any(write => ((IImmutableList<IPersistentRepresentation>)write.Payload).Any(e => e.Payload is Silence)))
            await Never;
        return await base.WriteMessagesAsync(writes);
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        if (persistenceId == Silence && toSequenceNr > 0)
            await Never;
        await base.ReplayMessagesAsync(context, persistenceId, fromSequenceNr, toSequenceNr, max, recoveryCallback);
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) =>
        persistenceId == Silence ? Task.FromResult(1L) : base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr);

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr) =>
        Task.FromException(new InvalidOperationException("glued"));
}

/// <summary>Cannot do anything but find out that there is no snapshot; for the id "torn" not even that.</summary>
internal sealed class TornSnapshots : SnapshotStore
{
    public const string Torn = "torn";

    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        persistenceId == Torn ? Task.FromException<SelectedSnapshot?>(Cause) : Task.FromResult<SelectedSnapshot?>(null);

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot) => Task.FromException(Cause);

    protected override Task DeleteAsync(SnapshotMetadata metadata) => Task.FromException(Cause);

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) => Task.FromException(Cause);

    private static InvalidOperationException Cause => new("torn");
}
