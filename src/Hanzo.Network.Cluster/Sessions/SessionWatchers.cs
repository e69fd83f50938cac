using Akka.Actor;
using Hanzo.Network.Agents;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>Who watches which run of one session, and what each was sent last.</summary>
internal sealed class SessionWatchers(SessionId session, string node)
{
    /// <summary>Watchers of one run; a further one replaces the oldest, which notices the silence and asks again.</summary>
    public const int MaxPerRun = 64;

    /// <summary>Bytes of journaled events sent in one message; a single larger event goes alone.</summary>
    public const int MaxBatchBytes = 96 * 1024;

    private readonly Dictionary<long, List<Watcher>> _byRun = [];

    /// <summary>Sends from now on; what came before is the caller's to send.</summary>
    /// <param name="credit">Pieces of replies that it can take.</param>
    public void Add(long run, IActorRef to, long last, int credit, bool catchingUp)
    {
        if (!_byRun.TryGetValue(run, out var watchers)) _byRun[run] = watchers = [];
        watchers.RemoveAll(w => w.To.Equals(to));
        if (watchers.Count >= MaxPerRun) watchers.RemoveAt(0);
        watchers.Add(new Watcher(to) { Last = last, Credit = Math.Clamp(credit, 0, RunWatch.MaxCredit), CatchingUp = catchingUp });
    }

    public void Remove(long run, IActorRef to)
    {
        if (!_byRun.TryGetValue(run, out var watchers)) return;
        watchers.RemoveAll(w => w.To.Equals(to));
        if (watchers.Count == 0) _byRun.Remove(run);
    }

    /// <summary>The watcher has taken so many pieces of replies, and can take as many more.</summary>
    public void Credit(RunCredit credit, IActorRef to)
    {
        if (_byRun.GetValueOrDefault(credit.Run.Number)?.Find(w => w.To.Equals(to)) is { } watcher)
            watcher.Credit = (int)Math.Clamp((long)watcher.Credit + credit.Deltas, 0, RunWatch.MaxCredit);
    }

    public bool WantDeltas(long run) =>
        _byRun.TryGetValue(run, out var watchers) && watchers.Exists(watcher => watcher.Credit > 0);

    /// <summary>Somebody who wants pieces of replies still reads what was before them.</summary>
    public bool IsAwaited(long run) =>
        _byRun.TryGetValue(run, out var watchers) && watchers.Exists(watcher => watcher is { CatchingUp: true, Credit: > 0 });

    /// <summary>A piece of a reply: who does not keep up goes without it.</summary>
    public void PublishDelta(RunEvent delta)
    {
        if (!_byRun.TryGetValue(delta.Run.Number, out var watchers)) return;
        foreach (var watcher in watchers)
        {
            if (watcher is not { CatchingUp: false, Credit: > 0 }) continue;
            watcher.Credit--;
            Send(watcher, delta.Run, [delta]);
        }
    }

    /// <summary>A journaled event just happened.</summary>
    public void Publish(RunEvent @event)
    {
        if (!_byRun.TryGetValue(@event.Run.Number, out var watchers)) return;
        foreach (var watcher in watchers)
            if (!watcher.CatchingUp) Send(watcher, @event.Run, [@event]);
        if (@event.IsTerminal && watchers.TrueForAll(w => !w.CatchingUp)) _byRun.Remove(@event.Run.Number);
    }

    /// <summary>Sends what was read from the journal up to <paramref name="readTo"/>.</summary>
    /// <param name="isFinished">The run has ended: a watcher for which nothing is left is told so.</param>
    /// <returns>False when more was journaled meanwhile: read on from <paramref name="readTo"/>.</returns>
    public bool CatchUp(CaughtUp read, long journaled, bool isFinished)
    {
        var watcher = _byRun.GetValueOrDefault(read.Run)?.Find(w => w.To.Equals(read.To));
        if (watcher is not { CatchingUp: true }) return true;
        var run = new RunId(session, read.Run);
        var isAll = read.ReadTo >= journaled;
        var isOver = isFinished && isAll && !read.Ended;
        foreach (var batch in read.Batches) Send(watcher, run, [.. batch]);
        if (read.Batches.Count == 0 || isOver) watcher.To.Tell(new RunObserved(run, node, watcher.Last, []) { IsOver = isOver });
        if (read.Ended || isOver)
        {
            Remove(read.Run, watcher.To);
            return true;
        }

        watcher.CatchingUp = !isAll;
        return isAll;
    }

    private void Send(Watcher watcher, RunId run, System.Collections.Immutable.ImmutableArray<RunEvent> events)
    {
        watcher.To.Tell(new RunObserved(run, node, watcher.Last, events));
        watcher.Last = events[^1].Sequence ?? watcher.Last;
    }

    /// <param name="Ended">The terminal event was among those read.</param>
    public sealed record CaughtUp(long Run, IActorRef To, long ReadTo, bool Ended, IReadOnlyList<IReadOnlyList<RunEvent>> Batches)
    {
        /// <summary>Events that were to be read and were deleted are from the first to the last of these; null: none was.</summary>
        public (long First, long Last)? Deleted { get; init; }
    }

    private sealed class Watcher(IActorRef to)
    {
        public IActorRef To { get; } = to;
        public long Last { get; set; }
        public int Credit { get; set; }
        public bool CatchingUp { get; set; }
    }
}
