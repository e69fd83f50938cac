namespace Akka.Persistence.Snapshot;

/// <summary>Stands where no snapshot store is configured: recovery works from events alone, and saving is refused.</summary>
public sealed class NoSnapshotStore : SnapshotStore
{
    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        Task.FromResult<SelectedSnapshot?>(null);

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot) => Refuse();

    protected override Task DeleteAsync(SnapshotMetadata metadata) => Refuse();

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) => Refuse();

    private static Task Refuse() => Task.FromException(
        new NoSnapshotStoreException("No snapshot store is configured: set akka.persistence.snapshot-store.plugin."));

    public class NoSnapshotStoreException(string message) : Exception(message);
}
