using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// Drives the machines of a member in the order of its log, beside the member itself, which goes on hearing its group meanwhile. One work
/// at a time.
/// </summary>
internal sealed class Applier : ReceiveActor
{
    private readonly GroupParts _parts;
    private readonly IConsensusLog _log;
    private readonly ApplyBacklog _backlog;
    private readonly CancellationToken _ended;
    private readonly Queue<object> _waiting = [];
    private readonly EntryWatches _watches = new();
    private readonly IActorRef _member = Context.Parent;
    private object? _present;
    private bool _toldEnd;

    public Applier(GroupParts parts, IConsensusLog log, ApplyBacklog backlog, CancellationToken ended)
    {
        (_parts, _log, _backlog, _ended) = (parts, log, backlog, ended);
        Receive<Watch>(watch => _watches.Add(watch, _backlog.Applied));
        Receive<Restore>(Add);
        Receive<Apply>(Add);
        Receive<Answer>(Add);
        Receive<TakeSnapshot>(Add);
        Receive<Begin>(Add);
        Receive<Open>(Add);
        Receive<Worked>(OnWorked);
        Receive<Status.Failure>(OnFailed);
    }

    /// <param name="backlog">Of what waits here: told to whoever decides whether there may be more.</param>
    /// <param name="ended">The member is: nothing is begun any more.</param>
    public static Props Props(GroupParts parts, IConsensusLog log, ApplyBacklog backlog, CancellationToken ended) =>
        Akka.Actor.Props.Create(() => new Applier(parts, log, backlog, ended));

    protected override void PostStop()
    {
        _watches.TellTo(long.MaxValue, new Outcome.Unknown("this node's member of the group has ended."));
        if (_present is Answer present) Refuse(present);
        foreach (var answer in _waiting.OfType<Answer>()) Refuse(answer);
    }

    private static void Refuse(Answer answer)
    {
        foreach (var told in answer.Told) told.TrySetResult(new Outcome.Refused("this node's member of the group has ended.", Again: true));
    }

    private void Add(object work)
    {
        _waiting.Enqueue(work);
        if (_present is null) Next();
    }

    private void Next()
    {
        if (!_waiting.TryDequeue(out _present)) return;
        var work = _present;
        var working = work is Answer ? Task.FromResult(Worked.Nothing) : _parts.DoAsync(() => DoAsync(work), _ended);
        working.PipeTo(Self);
    }

    private Task<Worked> DoAsync(object work) => work switch
    {
        Restore restore => RestoreAsync(restore.Snapshot),
        Apply apply => ApplyAsync(apply.Entries),
        TakeSnapshot => SnapshotAsync(),
        Begin begin => BeginAsync(begin.Group),
        Open open => OpenAsync(open.Snapshot),
        _ => throw new InvalidOperationException($"{work} is no work of a group's parts."),
    };

    private void OnWorked(Worked worked)
    {
        switch (_present)
        {
            case Restore restore:
                _backlog.Restored(restore.Snapshot.Index);
                var unknown = new Outcome.Unknown("this node has taken over another's state, and cannot tell what its command did.");
                _watches.TellTo(restore.Snapshot.Index, unknown);
                break;
            case Apply apply:
                _backlog.Add(-apply.Bytes);
                _backlog.AppliedTo(apply.Entries[^1].Index);
                for (var i = 0; i < apply.Entries.Length && !_watches.IsEmpty; i++) Tell(apply.Entries[i], worked.Results[i]);
                break;
            case Answer answer:
                foreach (var told in answer.Told) told.TrySetResult(new Outcome.Done(default));
                break;
            case TakeSnapshot take:
                _log.StoreAsync(take.Snapshot, worked.Snapshot, _ended)
                    .PipeTo(_member, success: stored => new Stored(_log, stored), failure: cause => new Failed(_log, cause));
                break;
        }
        if (!_toldEnd && _parts.Closing is { } closing)
        {
            _toldEnd = true;
            _member.Tell(new Ended(_log, closing));
        }
        Next();
    }

    // The member takes it from here: it stops, and this with it.
    private void OnFailed(Status.Failure failure)
    {
        if (!_ended.IsCancellationRequested) _member.Tell(new Failed(_log, failure.Cause));
    }

    private void Tell(LogEntry entry, ReadOnlyMemory<byte>? result) =>
        _watches.Tell(entry.Index, watch => OutcomeOf(watch, entry, result));

    private Outcome OutcomeOf(Watch watch, LogEntry entry, ReadOnlyMemory<byte>? result) =>
        entry.Term != watch.Term ? new Outcome.Refused("the leader has changed before the command was committed.", Again: true)
        : IsAfterEnd(entry) ? new Outcome.Refused("this node's group was closed before the command came.", Again: true)
        : result is { } bytes ? new Outcome.Done(bytes)
        : new Outcome.Unknown("the command was applied before this node had begun.");

    private bool IsAfterEnd(LogEntry entry) => _parts.Closing is { } closing && entry.Index > closing.Index;

    private async Task<Worked> ApplyAsync(ImmutableArray<LogEntry> entries)
    {
        var results = new ReadOnlyMemory<byte>?[entries.Length];
        for (var from = 0; from < entries.Length;)
        {
            var to = from + 1;
            if (entries[from].Kind == EntryKind.Command && !IsAfterEnd(entries[from]))
            {
                var kind = KindOf(entries[from]);
                while (to < entries.Length && entries[to].Kind == EntryKind.Command && KindOf(entries[to]) == kind) to++;
                await ApplyAsync(PartSnapshots.Of(_parts.All, kind, entries[from].Index), entries, from, to, results);
            }
            from = to;
        }
        return new Worked(results, default);
    }

    private async Task ApplyAsync(IGroupPart part, ImmutableArray<LogEntry> entries, int from, int to, ReadOnlyMemory<byte>?[] results)
    {
        // A part on a disk may be ahead of the log's snapshot.
        while (from < to && entries[from].Index <= part.Applied) from++;
        if (from == to) return;
        var commands = new PartCommand[to - from];
        for (var i = from; i < to; i++) commands[i - from] = new PartCommand(entries[i].Index, entries[i].Payload[1..]);
        var applied = await part.ApplyAsync(commands, _ended);
        for (var i = from; i < to; i++) results[i] = applied[i - from];
    }

    private async Task<Worked> RestoreAsync(SnapshotMeta snapshot)
    {
        if (snapshot.Index == 0) return Worked.Nothing;
        await PartSnapshots.RestoreAsync(_parts.All, snapshot.Index, snapshot.Bytes, ReadAsync, _ended);
        return Worked.Nothing;

        async Task<ReadOnlyMemory<byte>> ReadAsync(long offset, int length, CancellationToken cancellation) =>
            await _log.ReadAsync(snapshot, offset, length, cancellation)
            ?? throw new ConsensusLogException("snapshot", $"snapshot {snapshot.Index}, which is the newest, is not there.");
    }

    private async Task<Worked> SnapshotAsync() => new([], await PartSnapshots.WriteOwnAsync(_parts.Held, _ended));

    private async Task<Worked> BeginAsync(string group)
    {
        await _parts.CloseAsync();
        foreach (var part in _parts.All) await part.EnterAsync(group, _ended);
        return Worked.Nothing;
    }

    // That nobody can be sent a snapshot now is no reason to stop.
    private async Task<Worked> OpenAsync(SnapshotMeta snapshot)
    {
        try
        {
            var (opened, ready) = await _parts.OpenAsync(snapshot, _ended);
            // What comes after it is applied while it is being copied.
            _ = ready.PipeTo(_member, success: () => new Opened(_log, opened, null), failure: cause => new Opened(_log, null, cause));
        }
        catch (Exception failure) when (failure is ConsensusLogException or IOException or EventStoreException)
        {
            _member.Tell(new Opened(_log, null, failure));
        }
        return Worked.Nothing;
    }

    private static byte KindOf(LogEntry entry) =>
        entry.Payload.IsEmpty ? throw new FormatException($"entry {entry.Index} is empty.") : entry.Payload.Span[0];

    /// <summary>Told what became of a command, when the entry at its index is applied. Comes before that entry does.</summary>
    public sealed record Watch(long Index, long Term, TaskCompletionSource<Outcome> Told);

    public sealed record Restore(SnapshotMeta Snapshot);

    public sealed record Apply(ImmutableArray<LogEntry> Entries, long Bytes);

    /// <summary>Callers who waited until here.</summary>
    public sealed record Answer(ImmutableArray<TaskCompletionSource<Outcome>> Told);

    public sealed record TakeSnapshot(SnapshotMeta Snapshot);

    /// <summary>Comes first.</summary>
    public sealed record Begin(string Group);

    /// <summary>What the parts hold now is to be read by others.</summary>
    public sealed record Open(SnapshotMeta Snapshot);

    /// <summary>To the member: it can be read.</summary>
    /// <param name="Snapshot">Null: it cannot, because of the failure.</param>
    public sealed record Opened(IConsensusLog Log, SnapshotMeta? Snapshot, Exception? Failure);

    /// <summary>To the member: the snapshot that it wanted is durable.</summary>
    public sealed record Stored(IConsensusLog Log, SnapshotMeta Snapshot);

    /// <summary>To the member: its group is closed, and all before that is applied.</summary>
    public sealed record Ended(IConsensusLog Log, GroupClosing Closing);

    /// <summary>To the member: it cannot go on.</summary>
    public sealed record Failed(IConsensusLog Log, Exception Cause);

    private sealed record Worked(ReadOnlyMemory<byte>?[] Results, ReadOnlyMemory<byte> Snapshot)
    {
        public static readonly Worked Nothing = new([], default);
    }
}

/// <summary>How far a member's machines are: written by who drives them, read by whoever decides by it.</summary>
internal sealed class ApplyBacklog
{
    /// <summary>A leader takes no more commands until it has caught up.</summary>
    public const long Most = 16 * 1024 * 1024;

    private long _bytes;
    private long _applied;
    private int _restores;

    /// <summary>More bytes of entries are committed and wait to be applied than may.</summary>
    public bool IsFull => Volatile.Read(ref _bytes) > Most;

    /// <summary>The index that the machines are at.</summary>
    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>They are to become what a snapshot holds.</summary>
    public bool IsRestoring => Volatile.Read(ref _restores) > 0;

    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);

    public void AppliedTo(long index) => Interlocked.Exchange(ref _applied, index);

    public void BeginRestore() => Interlocked.Increment(ref _restores);

    public void Restored(long index)
    {
        AppliedTo(index);
        Interlocked.Decrement(ref _restores);
    }
}
