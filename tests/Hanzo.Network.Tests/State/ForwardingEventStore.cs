using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

/// <summary>Hands all on to another store, except what a test does differently.</summary>
public abstract class ForwardingEventStore(IEventStore inner) : IEventStore
{
    public virtual Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation) =>
        inner.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);

    public virtual IAsyncEnumerable<StoredEvent> ReadAsync(string persistenceId, long fromSequence, CancellationToken cancellation) =>
        inner.ReadAsync(persistenceId, fromSequence, cancellation);

    public virtual Task<long> HighestAsync(string persistenceId, CancellationToken cancellation) =>
        inner.HighestAsync(persistenceId, cancellation);

    public virtual Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation) =>
        inner.IdsAsync(from, before, most, cancellation);

    public virtual Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation) =>
        inner.DeleteAsync(persistenceId, toSequence, cancellation);

    public virtual Task ForgetAsync(string persistenceId, long last, CancellationToken cancellation) =>
        inner.ForgetAsync(persistenceId, last, cancellation);

    public virtual Task SaveSnapshotAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation) =>
        inner.SaveSnapshotAsync(persistenceId, snapshot, cancellation);

    public virtual Task<StoredSnapshot?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        inner.FindSnapshotAsync(persistenceId, range, cancellation);

    public virtual Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        inner.DeleteSnapshotsAsync(persistenceId, range, cancellation);

    public virtual Task<StoredSize> SizeAsync(string persistenceId, CancellationToken cancellation) =>
        inner.SizeAsync(persistenceId, cancellation);

    public virtual Task<long> TotalBytesAsync(CancellationToken cancellation) => inner.TotalBytesAsync(cancellation);
}
