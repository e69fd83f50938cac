using System.Runtime.CompilerServices;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// A node's own journal, a file that the nodes of a machine share, until its network chooses the replicated one; then that one, into which
/// histories go over one by one while they are used. Which of the two has a history is decided by the file: a mark behind its end lets
/// nobody write there any more (<see cref="MovedHistory"/>), so that what is acknowledged is always in the one that is read.
/// </summary>
/// <remarks>The records of this node alone (<see cref="NodeRecords"/>) stay in the file.</remarks>
public sealed class AutoEventStore : IMovingEventStore, IHistoryTarget, IDisposable
{
    /// <summary>In the file: the network has chosen (1), and nothing is left to go over (2).</summary>
    private const string ChoiceId = NodeRecords.Chosen;

    private const string ChosenManifest = "journal.chosen.1";

    private readonly SqliteEventStore _own;
    private readonly ReplicatedEventStore _network;
    private readonly HistoryMover _mover;
    private readonly AppendOrder _order;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _chosen;
    private bool _completed;
    private bool _disposed;
    private bool _noted;
    private bool _closing;
    private int _appends;
    private int _unchosen;

    /// <param name="own">Ended by this, after <paramref name="network"/>.</param>
    /// <exception cref="EventStoreException">The file cannot be read.</exception>
    public AutoEventStore(SqliteEventStore own, ReplicatedEventStore network, TimeProvider time)
    {
        (_own, _network) = (own, network);
        _mover = new HistoryMover(own, network, time);
        _order = new AppendOrder(own.JournalId);
        var choice = own.HighestAsync(ChoiceId, CancellationToken.None).GetAwaiter().GetResult();
        (_completed, _noted) = (choice >= 2, choice > 0);
        if (choice > 0) Choose();
    }

    public string JournalId => Volatile.Read(ref _completed) ? _network.JournalId : _own.JournalId;

    public string OwnJournalId => _own.JournalId;

    public IEventStore Own => _own;

    public bool OutlivesMachine => Volatile.Read(ref _completed);

    public bool IsReplicated => Volatile.Read(ref _completed);

    public JournalMove Move => Volatile.Read(ref _completed) ? _mover.Move with { Phase = JournalPhase.Replicated } : _mover.Move;

    public Func<HistoryImport, CancellationToken, Task<IReadOnlyList<NewEvent>?>>? Merge
    {
        get => _mover.Merge;
        set => _mover.Merge = value;
    }

    /// <summary>Where moving stops, for tests of crashes.</summary>
    internal HistoryMover Mover => _mover;

    public void Choose()
    {
        lock (_lock)
        {
            if (_chosen || _disposed) return;
            _chosen = true;
            if (_unchosen == 0) _drained.TrySetResult();
        }

        _mover.Begin(_drained.Task, () => NoteAsync(1));
    }

    public async Task CompleteAsync()
    {
        if (Volatile.Read(ref _completed)) return;
        if (_mover.Move.Phase is not JournalPhase.Moved) throw new InvalidOperationException("not all histories have gone over yet.");
        await NoteAsync(2);
        Volatile.Write(ref _completed, true);
    }

    public async Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_closing) throw new EventStoreException(JournalId, EventStoreProblem.Closed, "it is closed.");
            _appends++;
        }

        try
        {
            await AppendWhereItIsAsync(persistenceId, expectedSequence, writer, events, cancellation);
        }
        finally
        {
            lock (_lock)
                if (--_appends == 0 && _closing) _idle.TrySetResult();
        }
    }

    private async Task AppendWhereItIsAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        if (NodeRecords.Holds(persistenceId))
        {
            await _own.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
            return;
        }

        if (EnterUnchosen())
        {
            try
            {
                await _own.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
                return;
            }
            catch (EventStoreConflictException)
            {
                if (!await HasLeftAsync(persistenceId, cancellation)) throw;
            }
            finally
            {
                LeaveUnchosen();
            }
        }

        var bytes = AppendLimits.Check(persistenceId, expectedSequence, writer, events);
        using var turn = _order.Enter(persistenceId, bytes);
        await turn.ComesAsync(cancellation);
        if (!await IsInNetworkAsync(persistenceId, cancellation))
        {
            try
            {
                await _own.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
                return;
            }
            catch (EventStoreConflictException)
            {
                if (!await IsInNetworkAsync(persistenceId, cancellation)) throw;
            }
        }

        await _network.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
    }

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        string persistenceId, long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!await IsInNetworkAsync(persistenceId, cancellation))
        {
            var hasLeft = false;
            await foreach (var stored in _own.ReadAsync(persistenceId, fromSequence, cancellation))
            {
                // It goes over while it is read: what comes next is in the network's.
                hasLeft = stored.Sequence >= MovedHistory.Step;
                if (hasLeft) break;
                yield return stored;
                fromSequence = stored.Sequence + 1;
            }

            if (!hasLeft || !await IsInNetworkAsync(persistenceId, cancellation)) yield break;
        }

        await foreach (var stored in _network.ReadAsync(persistenceId, fromSequence, cancellation)) yield return stored;
    }

    public Task<long> HighestAsync(string persistenceId, CancellationToken cancellation) =>
        OfAsync(persistenceId, store => store.HighestAsync(persistenceId, cancellation), cancellation);

    /// <summary>Of both journals, or of the file alone where they are records of one node.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation)
    {
        var own = await _own.IdsAsync(from, before, most, cancellation);
        if (!IsChosen || NodeRecords.Holds(from)) return own;
        var network = await _network.IdsAsync(from, before, most, cancellation);
        if (own.Count == 0) return network;
        return [.. own.Concat(network).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(most)];
    }

    public Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation) =>
        OfAsync(persistenceId, store => DoneAsync(store.DeleteAsync(
            persistenceId, Math.Min(toSequence, MovedHistory.Step - 1), cancellation)), cancellation);

    /// <summary>Of what has gone over, the marks in the file stay.</summary>
    public Task ForgetAsync(string persistenceId, long last, CancellationToken cancellation) =>
        OfAsync(persistenceId, store => DoneAsync(store.ForgetAsync(persistenceId, last, cancellation)), cancellation);

    public Task SaveSnapshotAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation) =>
        OfAsync(persistenceId, store => DoneAsync(store.SaveSnapshotAsync(persistenceId, snapshot, cancellation)), cancellation);

    public Task<StoredSnapshot?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        OfAsync(persistenceId, store => store.FindSnapshotAsync(persistenceId, range, cancellation), cancellation);

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        OfAsync(persistenceId, store => DoneAsync(store.DeleteSnapshotsAsync(persistenceId, range, cancellation)), cancellation);

    public Task<StoredSize> SizeAsync(string persistenceId, CancellationToken cancellation) =>
        OfAsync(persistenceId, store => store.SizeAsync(persistenceId, cancellation), cancellation);

    /// <summary>Of the file, and of this member's copy of the network's journal.</summary>
    public async Task<long> TotalBytesAsync(CancellationToken cancellation) =>
        await _own.TotalBytesAsync(cancellation) + (IsChosen ? await _network.TotalBytesAsync(cancellation) : 0);

    /// <summary>Into the network's.</summary>
    public Task ImportAsync(HistoryImport history, CancellationToken cancellation) => _network.ImportAsync(history, cancellation);

    public void Dispose()
    {
        lock (_lock)
        {
            if (_closing) return;
            _closing = true;
            if (_appends == 0) _idle.TrySetResult();
        }

        // What was taken is seen through, as long as the group is patient.
        _idle.Task.Wait(ReplicatedEventStore.DefaultPatience);
        lock (_lock) _disposed = true;
        _mover.Close();
        _network.Dispose();
        _mover.Dispose();
        _own.Dispose();
    }

    private bool IsChosen
    {
        get
        {
            lock (_lock) return _chosen;
        }
    }

    private bool EnterUnchosen()
    {
        lock (_lock)
        {
            if (_chosen) return false;
            _unchosen++;
            return true;
        }
    }

    private void LeaveUnchosen()
    {
        lock (_lock)
            if (--_unchosen == 0 && _chosen) _drained.TrySetResult();
    }

    /// <summary>Another process with the same file has heard of the choice before.</summary>
    private async Task<bool> HasLeftAsync(string persistenceId, CancellationToken cancellation)
    {
        var end = await _own.HighestAsync(persistenceId, cancellation);
        if (end is > 0 and < MovedHistory.Step) return false;
        if (end == 0 && await _own.HighestAsync(ChoiceId, cancellation) == 0) return false;
        Choose();
        return true;
    }

    private async ValueTask<bool> IsInNetworkAsync(string persistenceId, CancellationToken cancellation)
    {
        if (NodeRecords.Holds(persistenceId)) return false;
        if (!IsChosen && !await HasLeftAsync(persistenceId, cancellation)) return false;
        // What was begun here before the choice is in the file by then, and no other process begins anything there.
        await _drained.Task.WaitAsync(cancellation);
        if (!Volatile.Read(ref _noted)) await NoteAsync(1);
        return await _mover.HasLeftAsync(persistenceId, cancellation);
    }

    /// <summary>Asks the journal that has the history; again, if it went over meanwhile.</summary>
    private async Task<T> OfAsync<T>(string persistenceId, Func<IEventStore, Task<T>> ask, CancellationToken cancellation)
    {
        if (!await IsInNetworkAsync(persistenceId, cancellation))
        {
            var result = await ask(_own);
            if (!await IsInNetworkAsync(persistenceId, cancellation)) return result;
        }

        return await ask(_network);
    }

    private static async Task<bool> DoneAsync(Task task)
    {
        await task;
        return true;
    }

    private async Task NoteAsync(long sequence)
    {
        while (await _own.HighestAsync(ChoiceId, CancellationToken.None) is var noted && noted < sequence)
        {
            try
            {
                await _own.AppendAsync(ChoiceId, noted, "", [new NewEvent(ChosenManifest, default)], CancellationToken.None);
            }
            catch (EventStoreConflictException)
            {
                // Another process with the same file has noted it.
            }
        }

        Volatile.Write(ref _noted, true);
    }
}
