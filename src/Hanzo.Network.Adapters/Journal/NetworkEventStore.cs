using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// The network's journal, and beside it the records of this node alone, which it reads and writes also when it is cut off, in a journal of
/// its own.
/// </summary>
/// <param name="own">Ended by this, after <paramref name="network"/>.</param>
internal sealed class NetworkEventStore(ReplicatedEventStore network, SqliteEventStore own)
    : IDurableEventStore, IHistoryTarget, IDisposable
{
    public string JournalId => network.JournalId;

    public bool OutlivesMachine => network.OutlivesMachine;

    public bool IsReplicated => network.IsReplicated;

    public Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation) =>
        Of(persistenceId).AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);

    public IAsyncEnumerable<StoredEvent> ReadAsync(string persistenceId, long fromSequence, CancellationToken cancellation) =>
        Of(persistenceId).ReadAsync(persistenceId, fromSequence, cancellation);

    public Task<long> HighestAsync(string persistenceId, CancellationToken cancellation) =>
        Of(persistenceId).HighestAsync(persistenceId, cancellation);

    /// <summary>The network's.</summary>
    public Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation) =>
        network.IdsAsync(from, before, most, cancellation);

    public Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation) =>
        Of(persistenceId).DeleteAsync(persistenceId, toSequence, cancellation);

    public Task ForgetAsync(string persistenceId, long last, CancellationToken cancellation) =>
        Of(persistenceId).ForgetAsync(persistenceId, last, cancellation);

    public Task SaveSnapshotAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation) =>
        Of(persistenceId).SaveSnapshotAsync(persistenceId, snapshot, cancellation);

    public Task<StoredSnapshot?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        Of(persistenceId).FindSnapshotAsync(persistenceId, range, cancellation);

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        Of(persistenceId).DeleteSnapshotsAsync(persistenceId, range, cancellation);

    public Task<StoredSize> SizeAsync(string persistenceId, CancellationToken cancellation) =>
        Of(persistenceId).SizeAsync(persistenceId, cancellation);

    /// <summary>Into the network's.</summary>
    public Task ImportAsync(HistoryImport history, CancellationToken cancellation) => network.ImportAsync(history, cancellation);

    public async Task<long> TotalBytesAsync(CancellationToken cancellation) =>
        await network.TotalBytesAsync(cancellation) + await own.TotalBytesAsync(cancellation);

    public void Dispose()
    {
        network.Dispose();
        own.Dispose();
    }

    private IEventStore Of(string persistenceId) => NodeRecords.Holds(persistenceId) ? own : network;
}
