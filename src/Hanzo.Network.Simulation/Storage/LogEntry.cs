using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>What one call changes in the journal.</summary>
/// <param name="Node">Whose call it was.</param>
internal abstract record LogEntry(int Node, string PersistenceId);

internal sealed record EventsDeleted(int Node, string PersistenceId, long ToSequence) : LogEntry(Node, PersistenceId);

internal sealed record Forgotten(int Node, string PersistenceId, long Last) : LogEntry(Node, PersistenceId);

internal sealed record SnapshotSaved(int Node, string PersistenceId, StoredSnapshot Snapshot) : LogEntry(Node, PersistenceId);

internal sealed record SnapshotsDeleted(int Node, string PersistenceId, SnapshotRange Range) : LogEntry(Node, PersistenceId);
