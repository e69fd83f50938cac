using Akka.Actor;

namespace Akka.Persistence.Snapshot;

/// <summary>
/// A snapshot store whose storage answers asynchronously. The overrides are called on the store actor's turn; they must not touch its
/// context after their first await.
/// </summary>
public abstract class SnapshotStore : ActorBase
{
    private readonly CallGuard _guard;

    protected SnapshotStore()
    {
        var extension = Persistence.Instance.Apply(Context.System);
        _guard = new CallGuard(extension.Time, extension.ConfigFor(Self));
    }

    /// <returns>The latest snapshot that fits; null if there is none.</returns>
    protected abstract Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    protected abstract Task SaveAsync(SnapshotMetadata metadata, object snapshot);

    /// <param name="metadata">Only persistence id and sequence number count.</param>
    protected abstract Task DeleteAsync(SnapshotMetadata metadata);

    protected abstract Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    /// <summary>Messages of the plugin's own.</summary>
    protected virtual bool ReceivePluginInternal(object message) => false;

    protected sealed override bool Receive(object message)
    {
        switch (message)
        {
            case LoadSnapshot load when load.Criteria == SnapshotSelectionCriteria.None:
                Sender.Tell(new LoadSnapshotResult(null, load.ToSequenceNr));
                return true;
            case LoadSnapshot load:
                _guard.Run(() => LoadAsync(load.PersistenceId, load.Criteria.Limit(load.ToSequenceNr))).PipeTo(
                    Sender, Self, found => new LoadSnapshotResult(found, load.ToSequenceNr), cause => new LoadSnapshotFailed(cause));
                return true;
            case SaveSnapshot save:
                _guard.Run(() => SaveAsync(save.Metadata, save.Snapshot)).PipeTo(
                    Sender, Self, () => new SaveSnapshotSuccess(save.Metadata), cause => new SaveSnapshotFailure(save.Metadata, cause));
                return true;
            case DeleteSnapshot delete:
                _guard.Run(() => DeleteAsync(delete.Metadata)).PipeTo(
                    Sender,
                    Self,
                    () => new DeleteSnapshotSuccess(delete.Metadata),
                    cause => new DeleteSnapshotFailure(delete.Metadata, cause));
                return true;
            case DeleteSnapshots delete:
                _guard.Run(() => DeleteAsync(delete.PersistenceId, delete.Criteria)).PipeTo(
                    Sender,
                    Self,
                    () => new DeleteSnapshotsSuccess(delete.Criteria),
                    cause => new DeleteSnapshotsFailure(delete.Criteria, cause));
                return true;
            default:
                return ReceivePluginInternal(message);
        }
    }
}
