namespace Akka.Persistence.Snapshot;

/// <summary>Keeps snapshots in memory, for as long as the actor system lives.</summary>
public class MemorySnapshotStore : SnapshotStore
{
    private readonly Dictionary<string, SortedList<long, SelectedSnapshot>> _snapshots = new(StringComparer.Ordinal);

    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        Task.FromResult(Of(persistenceId).Values.LastOrDefault(snapshot => criteria.Matches(snapshot.Metadata)));

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        Of(metadata.PersistenceId)[metadata.SequenceNr] = new SelectedSnapshot(metadata, snapshot);
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata)
    {
        Of(metadata.PersistenceId).Remove(metadata.SequenceNr);
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        var snapshots = Of(persistenceId);
        foreach (var snapshot in snapshots.Values.Where(snapshot => criteria.Matches(snapshot.Metadata)).ToList())
            snapshots.Remove(snapshot.Metadata.SequenceNr);
        return Task.CompletedTask;
    }

    private SortedList<long, SelectedSnapshot> Of(string persistenceId)
    {
        if (!_snapshots.TryGetValue(persistenceId, out var snapshots))
            _snapshots[persistenceId] = snapshots = [];
        return snapshots;
    }
}
