using Hanzo.Network.State;

namespace Hanzo.Network.Consensus.Journal;

/// <summary>What changes a group's journal; the same on every member.</summary>
/// <param name="PersistenceId">Whose events or snapshots.</param>
public abstract record JournalCommand(string PersistenceId)
{
    /// <param name="At">By the proposer's clock: a machine has none.</param>
    /// <param name="Again">
    /// It may have been proposed before: where the same writer's same events are stored already, it is done.
    /// </param>
    public sealed record Append(
        string PersistenceId, long ExpectedSequence, string Writer, DateTimeOffset At, IReadOnlyList<NewEvent> Events, bool Again)
        : JournalCommand(PersistenceId);

    /// <summary>Some of the first events; whether there are more is <see cref="JournalVerdict.More"/>.</summary>
    public sealed record Delete(string PersistenceId, long ToSequence) : JournalCommand(PersistenceId);

    /// <summary>All of an id, its number included, if that is the last one.</summary>
    public sealed record Forget(string PersistenceId, long Last) : JournalCommand(PersistenceId);

    public sealed record SaveSnapshot(string PersistenceId, StoredSnapshot Snapshot) : JournalCommand(PersistenceId);

    public sealed record DeleteSnapshots(string PersistenceId, SnapshotRange Range) : JournalCommand(PersistenceId);

    /// <summary>
    /// Some of a history of another store, out of sight until <see cref="Import"/>; what came before of the same changes nothing.
    /// </summary>
    /// <param name="Source">As in <see cref="HistoryImport"/>.</param>
    public sealed record Stage(
        string PersistenceId, string Source, IReadOnlyList<StoredEvent> Events, IReadOnlyList<StoredSnapshot> Snapshots)
        : JournalCommand(PersistenceId);

    /// <summary>
    /// What was staged is the id's history, if it is all of it and the id has none. Done before from the same source, it is done.
    /// </summary>
    public sealed record Import(string PersistenceId, string Source, HistorySummary History) : JournalCommand(PersistenceId);
}

/// <summary>Numbers in the log: none is given to another meaning.</summary>
public enum JournalVerdict : byte
{
    Done = 1,

    /// <summary>Done, and there is more to do: propose it again.</summary>
    More = 2,

    /// <summary>The session has gone on.</summary>
    Conflict = 3,

    /// <summary>The session ends before what is expected.</summary>
    Gap = 4,

    /// <summary>Pieces of the command are missing: propose all of it again.</summary>
    Incomplete = 5,

    /// <summary>
    /// The bytes are no command. Nothing happened, on every member alike; what only a later version knows is not answered at all
    /// (<see cref="Groups.NewerCommandException"/>).
    /// </summary>
    Unreadable = 6,

    /// <summary>Not all of a history is staged, and what there was of it is forgotten: stage it anew.</summary>
    Unstaged = 7,
}

/// <summary>What became of a command.</summary>
/// <param name="End">The session's last number, of a conflict and a gap; else 0.</param>
public readonly record struct JournalResult(JournalVerdict Verdict, long End = 0);
