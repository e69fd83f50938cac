using System.Runtime.CompilerServices;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// A journal that each member of the network's group has a copy of. What is acknowledged is on the disks of a majority; every member
/// reads its own copy, after it has caught up with all that was acknowledged anywhere.
/// </summary>
/// <remarks>
/// An append whose outcome nobody knows, as when its leader is lost, is proposed again: if it is there, stored by the same writer, it is
/// done. What comes late of the first time meets a session that has gone on, and changes nothing.
/// </remarks>
public sealed class ReplicatedEventStore : IDurableEventStore, IHistoryTarget, IDisposable
{
    /// <summary>How long what nobody knows of is asked for again.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(15);

    /// <summary>Pieces of one large command under way.</summary>
    private const int PiecesAtOnce = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly IConsensusGroup _group;
    private readonly SqliteReaders _readers;
    private readonly TimeProvider _time;
    private readonly IIds _ids;
    private readonly TimeSpan _patience;
    private readonly AppendOrder _order;
    private readonly SemaphoreSlim _uploads = new(1);
    private readonly CancellationTokenSource _closing = new();
    private bool _closed;

    /// <param name="journal">Of this member; who made it ends it, after this.</param>
    /// <param name="network">Its name: of all members the same.</param>
    public ReplicatedEventStore(
        IConsensusGroup group, ReplicatedJournal journal, string network, TimeProvider time, IIds ids, TimeSpan? patience = null)
    {
        (_group, _readers, _time, _ids) = (group, journal.Readers, time, ids);
        _patience = patience ?? DefaultPatience;
        JournalId = $"quorum:{network}";
        _order = new AppendOrder(JournalId);
    }

    public string JournalId { get; }

    public bool OutlivesMachine => true;

    public bool IsReplicated => true;

    public async Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var bytes = AppendLimits.Check(persistenceId, expectedSequence, writer, events);
        var at = _time.GetUtcNow();
        var result = await ChangeAsync(
            again => new JournalCommand.Append(persistenceId, expectedSequence, writer, at, events, again),
            persistenceId, bytes, cancellation);
        if (result.Verdict == JournalVerdict.Conflict) throw new EventStoreConflictException(persistenceId, expectedSequence + 1);
        if (result.Verdict == JournalVerdict.Gap) throw AppendLimits.Gap(persistenceId, expectedSequence, result.End);
    }

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        string persistenceId, long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        await foreach (var stored in EventPage.ReadAllAsync(_readers.ReadAsync, persistenceId, fromSequence, cancellation))
            yield return stored;
    }

    public async Task<long> HighestAsync(string persistenceId, CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        return await _readers.HighestAsync(persistenceId, cancellation);
    }

    public async Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        return await _readers.IdsAsync(from, before, most, cancellation);
    }

    public async Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation)
    {
        var command = new JournalCommand.Delete(persistenceId, toSequence);
        while ((await ChangeAsync(_ => command, persistenceId, 0, cancellation)).Verdict == JournalVerdict.More)
        {
        }
    }

    public Task ForgetAsync(string persistenceId, long last, CancellationToken cancellation)
    {
        var command = new JournalCommand.Forget(persistenceId, last);
        return ChangeAsync(_ => command, persistenceId, 0, cancellation);
    }

    public async Task SaveSnapshotAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation)
    {
        AppendLimits.Check(persistenceId, snapshot);
        var command = new JournalCommand.SaveSnapshot(persistenceId, snapshot);
        await ChangeAsync(_ => command, persistenceId, snapshot.Payload.Length, cancellation);
    }

    public async Task<StoredSnapshot?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        return await _readers.FindSnapshotAsync(persistenceId, range, cancellation);
    }

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation)
    {
        var command = new JournalCommand.DeleteSnapshots(persistenceId, range);
        return ChangeAsync(_ => command, persistenceId, 0, cancellation);
    }

    public async Task<StoredSize> SizeAsync(string persistenceId, CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        return await _readers.SizeAsync(persistenceId, cancellation);
    }

    public async Task ImportAsync(HistoryImport history, CancellationToken cancellation)
    {
        var upload = new HistoryUpload(
            JournalId, (command, bytes, token) => ChangeAsync(_ => command, command.PersistenceId, bytes, token));
        await upload.BringAsync(history, await HighestAsync(history.PersistenceId, cancellation), cancellation);
    }

    /// <summary>Of this member's copy.</summary>
    public Task<long> TotalBytesAsync(CancellationToken cancellation) => _readers.TotalBytesAsync(cancellation);

    /// <summary>What was taken is seen through, as long as the group is patient.</summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _order.CloseAsync().Wait(_patience);
        _closing.Cancel();
    }

    /// <summary>After what came before for the same session; what is under way is not called off by its caller.</summary>
    private async Task<JournalResult> ChangeAsync(
        Func<bool, JournalCommand> command, string persistenceId, int bytes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var turn = _order.Enter(persistenceId, bytes);
        await turn.ComesAsync(cancellation);
        try
        {
            return await DoAsync(command);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            throw Closed();
        }
    }

    /// <summary>Until it is known what became of it.</summary>
    /// <param name="command">By whether it may have been proposed before.</param>
    private async Task<JournalResult> DoAsync(Func<bool, JournalCommand> command)
    {
        var began = _time.GetTimestamp();
        for (var again = false; ;)
        {
            try
            {
                var result = await ProposeAsync(JournalCodec.Write(command(again)));
                if (result.Verdict == JournalVerdict.Unreadable) throw Unreadable(command(again));
                if (result.Verdict != JournalVerdict.Incomplete) return result;
                if (_time.GetElapsedTime(began) >= _patience) throw Overloaded();
            }
            catch (ConsensusException failure)
            {
                again |= failure.MayHaveHappened;
                if (!failure.MayHaveHappened || _time.GetElapsedTime(began) >= _patience) throw Unreachable(failure, again);
            }

            await Task.Delay(Pause, _time, _closing.Token);
        }
    }

    private async Task<JournalResult> ProposeAsync(byte[] command)
    {
        if (command.Length <= JournalFrame.MaxDataBytes) return await ProposeAsync(JournalFrame.Split(command, "")[0]);
        await _uploads.WaitAsync(_closing.Token);
        try
        {
            var frames = JournalFrame.Split(command, _ids.NewUlid());
            foreach (var pieces in frames.Take(frames.Count - 1).Chunk(PiecesAtOnce)) await Task.WhenAll(pieces.Select(ProposeAsync));
            return await ProposeAsync(frames[^1]);
        }
        finally
        {
            _uploads.Release();
        }
    }

    private async Task<JournalResult> ProposeAsync(JournalFrame frame) =>
        JournalCodec.ReadResult((await _group.ProposeAsync(ReplicatedJournal.PartKind, frame.Write(), _closing.Token)).Span);

    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_closed) throw Closed();
        try
        {
            await _group.CatchUpAsync(cancellation);
        }
        catch (ConsensusException failure)
        {
            throw Unreachable(failure, mayBeStored: false);
        }
    }

    private EventStoreException Unreachable(ConsensusException failure, bool mayBeStored) => new(
        JournalId,
        EventStoreProblem.Unreachable,
        mayBeStored ? $"{failure.Message} What was to be written may be stored all the same." : failure.Message,
        failure);

    /// <summary>As <see cref="ImportAsync"/>; or adds to another history under its id what makes one of both.</summary>
    /// <param name="merge">As of <see cref="Consensus.Groups.IClosedHistories.Open"/>.</param>
    /// <returns>False: both stay as they are.</returns>
    internal async Task<bool> ImportOrMergeAsync(
        HistoryImport history, Func<HistoryImport, CancellationToken, Task<IReadOnlyList<NewEvent>?>>? merge,
        CancellationToken cancellation)
    {
        try
        {
            await ImportAsync(history, cancellation);
            return true;
        }
        catch (EventStoreConflictException)
        {
            if (merge is null || await merge(history, cancellation) is not { } events) return false;
            await AddAsync(history.PersistenceId, history.Source, events, cancellation);
            return true;
        }
    }

    /// <summary>Behind what is there; for events of which adding the same again changes nothing.</summary>
    private async Task AddAsync(string id, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        while (events.Count > 0)
        {
            try
            {
                await AppendAsync(id, await HighestAsync(id, cancellation), writer, events, cancellation);
                return;
            }
            catch (EventStoreConflictException)
            {
                // Its owner wrote meanwhile.
            }
        }
    }

    private EventStoreException Unreadable(JournalCommand command) => new(
        JournalId,
        EventStoreProblem.Unreadable,
        $"members could not read what was to be done for '{command.PersistenceId}' ({command.GetType().Name}): they are of another "
            + $"version than this one, which writes format {JournalCodec.Version}.");

    private EventStoreException Overloaded() => new(
        JournalId, EventStoreProblem.Overloaded, "more large appends and snapshots are under way than members keep; it was not stored.");

    private EventStoreException Closed() => new(JournalId, EventStoreProblem.Closed, "it is closed.");
}
