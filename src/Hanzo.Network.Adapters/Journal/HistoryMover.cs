using System.Collections.Immutable;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// Moves histories from a file into the network's journal, one after the other, those that are used first. Slots' indices come last: who
/// finds one there finds the sessions that it names.
/// </summary>
internal sealed class HistoryMover : IDisposable
{
    /// <summary>Ids remembered of which it is known that they have left.</summary>
    private const int MostRemembered = 100_000;

    /// <summary>Ids read at once of those that are left.</summary>
    private const int PageIds = 500;

    private const int MostKeptNames = 5;

    /// <summary>Ids that wait because they are used.</summary>
    private const int MostTouched = 1_000;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly SqliteEventStore _own;
    private readonly ReplicatedEventStore _network;
    private readonly TimeProvider _time;
    private readonly string _source;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<string, Task> _moving = new(StringComparer.Ordinal);
    private readonly Queue<string> _touched = new();
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private HashSet<string> _left = new(StringComparer.Ordinal);
    private JournalMove _move = new(JournalPhase.Local);
    private Task _loop = Task.CompletedTask;

    public HistoryMover(SqliteEventStore own, ReplicatedEventStore network, TimeProvider time)
    {
        (_own, _network, _time) = (own, network, time);
        // The file may be elsewhere when it goes on.
        var id = own.JournalId;
        _source = id.IndexOf('@', StringComparison.Ordinal) is var at and > 0 ? id[..at] : id;
    }

    public JournalMove Move => Volatile.Read(ref _move);

    public Func<HistoryImport, CancellationToken, Task<IReadOnlyList<NewEvent>?>>? Merge { get; set; }

    /// <summary>Told each step of each history before it is made, for tests of crashes; what it throws ends the step.</summary>
    public Action<string, HistoryPlace>? Stepping { get; set; }

    /// <summary>Moves all that there is in the background, and again what fails.</summary>
    /// <param name="drained">Comes first: nothing begins in the file any more.</param>
    /// <param name="note">Remembers that it has begun.</param>
    public void Begin(Task drained, Func<Task> note)
    {
        Change(move => move with { Phase = JournalPhase.Moving });
        lock (_lock) _loop = Task.Run(() => RunAsync(drained, note));
    }

    /// <summary>
    /// Whether the network's journal has the history, and nothing is written to it here any more; what is on its way arrives first.
    /// </summary>
    /// <exception cref="EventStoreException">It is on its way, and cannot arrive now.</exception>
    public async ValueTask<bool> HasLeftAsync(string id, CancellationToken cancellation)
    {
        lock (_lock)
            if (_left.Contains(id)) return true;
        var place = MovedHistory.PlaceOf(await _own.HighestAsync(id, cancellation));
        if (place is HistoryPlace.Here)
        {
            Touch(id);
            return false;
        }

        try
        {
            if (place is HistoryPlace.Leaving) await MoveAsync(id).WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            throw Closed();
        }

        Remember(id);
        return true;
    }

    /// <summary>Nothing begins any more.</summary>
    public void Close()
    {
        lock (_lock) _closing.Cancel();
    }

    /// <summary>After <see cref="Close"/>: what is under way ends first.</summary>
    public void Dispose()
    {
        Close();
        Task[] moving;
        lock (_lock) moving = [_loop, .. _moving.Values];
        // That it was called off is no failure.
        Task.WhenAll(moving).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
    }

    private async Task RunAsync(Task drained, Func<Task> note)
    {
        var closing = _closing.Token;
        var isDone = false;
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await drained.WaitAsync(closing);
                // A process with the same file that had not heard of the choice yet may have begun something since.
                if (!isDone || HasTouched)
                {
                    await note();
                    isDone = await MoveAllAsync(closing);
                }
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is EventStoreException or ArgumentException or IOException)
            {
                isDone = false;
                Change(move => move with { Problem = failure.Message });
            }

            await Task.Delay(Again, _time, closing).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <returns>False: something could not be moved now.</returns>
    private async Task<bool> MoveAllAsync(CancellationToken closing)
    {
        var (left, kept) = await _own.Histories.CountUnmovedAsync(MostKeptNames, closing);
        Change(move => move with { Total = move.Moved + left, Kept = [.. kept] });
        foreach (var isIndex in (bool[])[false, true])
        {
            for (var after = ""; ;)
            {
                var ids = await _own.Histories.UnmovedAsync(after, isIndex, PageIds, closing);
                if (ids.Count == 0) break;
                foreach (var id in ids)
                {
                    while (NextTouched() is { } touched) await CountedAsync(touched, closing);
                    await CountedAsync(id, closing);
                }

                after = ids[^1];
            }
        }

        (left, kept) = await _own.Histories.CountUnmovedAsync(MostKeptNames, closing);
        Change(move => move with { Kept = [.. kept], Problem = null, Phase = left == 0 ? JournalPhase.Moved : move.Phase });
        return left == 0;
    }

    private async Task CountedAsync(string id, CancellationToken closing)
    {
        closing.ThrowIfCancellationRequested();
        if (MovedHistory.PlaceOf(await _own.HighestAsync(id, closing)) is HistoryPlace.Nowhere or HistoryPlace.Kept) return;
        var size = await _own.SizeAsync(id, closing);
        await MoveAsync(id).WaitAsync(closing);
        Change(move => move with
        {
            Moved = move.Moved + 1, Total = Math.Max(move.Total, move.Moved + 1), Bytes = move.Bytes + size.Bytes, Problem = null,
        });
    }

    /// <summary>One at a time of each id; who comes meanwhile waits for the same.</summary>
    private Task MoveAsync(string id)
    {
        lock (_lock)
        {
            if (_closing.IsCancellationRequested)
                return Task.FromException(Closed());
            if (_moving.TryGetValue(id, out var under)) return under;
            var moving = Task.Run(() => StepsAsync(id, _closing.Token));
            _moving[id] = moving;
            moving.ContinueWith(
                _ =>
                {
                    lock (_lock) _moving.Remove(id);
                },
                TaskScheduler.Default);
            return moving;
        }
    }

    private async Task StepsAsync(string id, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var end = await _own.HighestAsync(id, cancellation);
            var (place, last) = (MovedHistory.PlaceOf(end), MovedHistory.LastOf(end));
            Stepping?.Invoke(id, place);
            switch (place)
            {
                case HistoryPlace.Here:
                    // Only while the network's journal can be reached: nobody writes to it between this step and the next.
                    await _network.HighestAsync(id, cancellation);
                    await MarkAsync(id, end, last, HistoryPlace.Leaving);
                    break;
                case HistoryPlace.Leaving:
                    await MarkAsync(id, end, last, await BringAsync(id, last, cancellation));
                    break;
                case HistoryPlace.Moved:
                    await _own.DeleteAsync(id, MovedHistory.MarkOf(last, HistoryPlace.Leaving), cancellation);
                    await _own.DeleteSnapshotsAsync(id, SnapshotRange.All, cancellation);
                    return;
                default:
                    return;
            }
        }
    }

    private Task<bool> MarkAsync(string id, long end, long last, HistoryPlace place) =>
        _own.Histories.MarkAsync(id, end, MovedHistory.MarkOf(last, place));

    private async Task<HistoryPlace> BringAsync(string id, long last, CancellationToken cancellation)
    {
        var history = await HistoryImport.OfAsync(_own, _source, id, last, cancellation);
        return await _network.ImportOrMergeAsync(history, Merge, cancellation) ? HistoryPlace.Moved : HistoryPlace.Kept;
    }

    private EventStoreException Closed() => new(_own.Path, EventStoreProblem.Closed, "it is closed.");

    private bool HasTouched
    {
        get
        {
            lock (_lock) return _touched.Count > 0;
        }
    }

    private void Touch(string id)
    {
        lock (_lock)
            if (_touched.Count < MostTouched && _waiting.Add(id)) _touched.Enqueue(id);
    }

    private string? NextTouched()
    {
        lock (_lock)
        {
            if (!_touched.TryDequeue(out var id)) return null;
            _waiting.Remove(id);
            return id;
        }
    }

    private void Remember(string id)
    {
        lock (_lock)
        {
            if (_left.Count >= MostRemembered) _left = new HashSet<string>(StringComparer.Ordinal);
            _left.Add(id);
        }
    }

    private void Change(Func<JournalMove, JournalMove> change)
    {
        lock (_lock) Volatile.Write(ref _move, change(_move));
    }
}
