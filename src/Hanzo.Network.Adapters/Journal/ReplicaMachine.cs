using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// A group's journal in this member's file: a journal's tables, and beside them up to which entry of the log they go, written in the same
/// transaction. For one thread at a time.
/// </summary>
internal sealed class ReplicaMachine : IDisposable
{
    private const string Tables =
        "CREATE TABLE IF NOT EXISTS hanzo_replica (key TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
            + ReplicaPieces.Table + ReplicaImports.Tables;

    private readonly SqliteConnection _connection;
    private readonly SqliteRows _rows;
    private readonly ReplicaPieces _pieces;
    private readonly ReplicaImports _imports;
    private readonly SqliteStatement _applied;
    private readonly SqliteStatement _stored;
    private long _index;

    public ReplicaMachine(SqliteJournalFile file)
    {
        (_connection, _) = file.OpenToWrite();
        try
        {
            // The log has what a loss of power takes from the end of this; it is applied again then.
            _connection.Execute($"PRAGMA synchronous = NORMAL; {Tables}");
            _rows = new SqliteRows(_connection);
            _pieces = new ReplicaPieces(_connection);
            _imports = new ReplicaImports(_connection, _rows);
            _applied = _connection.Prepare("INSERT OR REPLACE INTO hanzo_replica (key, value) VALUES ('applied', ?1)");
            _stored = _connection.Prepare(
                "SELECT manifest, message, writer_uuid FROM journal WHERE persistence_id = ?1 AND sequence_number BETWEEN ?2 AND ?3 "
                    + "AND deleted = 0 ORDER BY sequence_number");
            using var applied = _connection.Prepare("SELECT value FROM hanzo_replica WHERE key = 'applied'");
            Applied = applied.Step() ? applied.Number(0) : 0;
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>The last entry of the log that is in it.</summary>
    public long Applied
    {
        get => Interlocked.Read(ref _index);
        private set => Interlocked.Exchange(ref _index, value);
    }

    /// <summary>That it holds entries of; null: of none.</summary>
    public string? Group => _connection.Query("SELECT value FROM hanzo_journal WHERE key = 'group'");

    /// <returns>The group that it holds entries of: the one given, if it had none.</returns>
    public string Enter(string group)
    {
        InTransaction(() =>
        {
            using var insert = _connection.Prepare("INSERT OR IGNORE INTO hanzo_journal (key, value) VALUES ('group', ?1)");
            insert.Bind(1, group).Run();
            if (Applied > 0) return;
            using var update = _connection.Prepare("UPDATE hanzo_journal SET value = ?1 WHERE key = 'group'");
            update.Bind(1, group).Run();
        });
        return Group ?? group;
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Apply(IReadOnlyList<PartCommand> commands)
    {
        if (commands.Count == 0) return [];
        var results = new ReadOnlyMemory<byte>[commands.Count];
        var applied = Applied;
        InTransaction(() =>
        {
            for (var i = 0; i < commands.Count; i++)
            {
                if (commands[i].Index <= applied)
                    throw new ArgumentException($"entry {commands[i].Index} comes after {applied}.", nameof(commands));
                applied = commands[i].Index;
                results[i] = JournalCodec.Write(Apply(commands[i]));
            }

            _applied.Bind(1, applied).Run();
        });
        Applied = applied;
        return results;
    }

    /// <returns>Up to where it is on the disk now.</returns>
    public long Flush()
    {
        // The sync of one small transaction takes all before it along.
        WithSync(() => InTransaction(() => _applied.Bind(1, Applied).Run()));
        return Applied;
    }

    /// <summary>What the file is known by: all notes but its format.</summary>
    public IReadOnlyList<(string Key, string Value)> Notes()
    {
        var notes = new List<(string, string)>();
        using var rows = _connection.Prepare($"SELECT key, value FROM hanzo_journal WHERE key <> '{JournalFormat.VersionKey}'");
        while (rows.Step()) notes.Add((rows.Text(0), rows.Text(1)));
        return notes;
    }

    public void Dispose()
    {
        _applied.Dispose();
        _stored.Dispose();
        _rows.Dispose();
        _connection.Dispose();
    }

    private JournalResult Apply(PartCommand command)
    {
        try
        {
            var frame = JournalFrame.Read(command.Command);
            if (frame.IsLast)
            {
                return frame.Count == 1 ? Apply(JournalCodec.ReadCommand(frame.Data), command.Index)
                    : _pieces.Take(frame) is { } whole ? Apply(JournalCodec.ReadCommand(whole), command.Index)
                    : new JournalResult(JournalVerdict.Incomplete);
            }

            _pieces.Keep(frame, command.Index);
            return new JournalResult(JournalVerdict.Done);
        }
        catch (NewerCommandException newer)
        {
            throw newer.At(command.Index);
        }
        catch (FormatException)
        {
            // As the proposer is told; it changes nothing on any member.
            return new JournalResult(JournalVerdict.Unreadable);
        }
    }

    private JournalResult Apply(JournalCommand command, long index)
    {
        switch (command)
        {
            case JournalCommand.Append append:
                return Append(append);
            case JournalCommand.Delete delete:
                return new JournalResult(
                    _rows.DeleteSome(delete.PersistenceId, delete.ToSequence) ? JournalVerdict.More : JournalVerdict.Done);
            case JournalCommand.Forget forget:
                _rows.Forget(forget.PersistenceId, forget.Last);
                return new JournalResult(JournalVerdict.Done);
            case JournalCommand.SaveSnapshot save:
                _rows.Save(save.PersistenceId, save.Snapshot);
                return new JournalResult(JournalVerdict.Done);
            case JournalCommand.DeleteSnapshots delete:
                _rows.DeleteSnapshots(delete.PersistenceId, delete.Range);
                return new JournalResult(JournalVerdict.Done);
            case JournalCommand.Stage stage:
                return _imports.Stage(stage, index);
            case JournalCommand.Import import:
                return _imports.Import(import);
            default:
                throw new FormatException($"{command.GetType().Name} is no command of a journal.");
        }
    }

    private JournalResult Append(JournalCommand.Append append)
    {
        var end = _rows.EndOf(append.PersistenceId);
        if (end == append.ExpectedSequence)
        {
            var created = JournalFormat.TicksOf(append.At);
            _rows.Insert(append.PersistenceId, append.ExpectedSequence, append.Writer, created, append.Events);
            return new JournalResult(JournalVerdict.Done);
        }

        if (append.Again && append.Events.Count > 0 && IsStored(append)) return new JournalResult(JournalVerdict.Done);
        return new JournalResult(end > append.ExpectedSequence ? JournalVerdict.Conflict : JournalVerdict.Gap, end);
    }

    private bool IsStored(JournalCommand.Append append)
    {
        var (first, count) = (append.ExpectedSequence + 1, append.Events.Count);
        _stored.Bind(1, append.PersistenceId).Bind(2, first).Bind(3, append.ExpectedSequence + count);
        var same = 0;
        while (same < count && _stored.Step())
        {
            var added = append.Events[same];
            if (_stored.Text(0) != added.Manifest || !_stored.Blob(1).SequenceEqual(added.Payload.Span)
                || _stored.Text(2) != append.Writer) break;
            same++;
        }

        _stored.Reset();
        return same == count;
    }

    private void WithSync(Action work)
    {
        _connection.Execute("PRAGMA synchronous = FULL");
        try
        {
            work();
        }
        finally
        {
            _connection.Execute("PRAGMA synchronous = NORMAL");
        }
    }

    private void InTransaction(Action work)
    {
        _connection.Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            _connection.Execute("COMMIT");
        }
        catch
        {
            if (_connection.IsInTransaction) _connection.Execute("ROLLBACK");
            throw;
        }
    }
}
