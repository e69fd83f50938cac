using System.Collections.Immutable;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.Tests.Consensus.Checks;

namespace Hanzo.Network.Tests.Consensus.Simulated;

/// <summary>
/// A shell as a real one is, but that disk, network and time are simulated: it does what the effects say, in their order.
/// </summary>
internal sealed class SimulatedMember(MemberId id, SimulatedGroup group, GroupConfig founders, Random random)
{
    private readonly SimulatedDisk _disk = new(founders, group.Options.Disk);
    private readonly double _drift = 1 + (random.NextDouble() * 2 - 1) * group.Options.Settings.ClockDriftPercent / 100;
    private readonly List<Action> _stalled = [];
    private readonly Dictionary<long, (long Term, Action<KeyValueResult?> Told)> _proposals = [];
    private readonly Dictionary<long, (long Committed, Action<KeyValueState?> Told)> _reads = [];
    private readonly SortedDictionary<long, byte[]> _arriving = [];
    private (SnapshotMeta Meta, byte[] Content)? _open;
    private RaftNode? _node;
    private int _life;
    private int _missedTicks;
    private bool _paused;
    private long _readIds;

    public MemberId Id { get; } = id;

    public KeyValueState State { get; private set; } = KeyValueState.Empty;

    public bool IsRunning => _node is not null;

    public RaftStatus? Status => _node?.Status;

    /// <summary>Others read a snapshot of it, or could.</summary>
    public bool HasOpenSnapshot => _open is not null;

    /// <summary>In parts of a tick: until what is written is durable.</summary>
    public int DiskLatency { get; set; } = 100;

    public void Start()
    {
        var recovered = _disk.Crash(random);
        var content = _disk.Read(recovered.Snapshot.Index)!;
        State = content.Length == 0 ? KeyValueState.Empty : KeyValueCodec.ReadSnapshot(content);
        _node = new RaftNode(Id, group.Options.Settings, recovered, random.Next, group.Options.Rules);
        _life++;
        var life = _life;
        group.Clock.In(TickLength, () => OnTick(life));
    }

    /// <summary>What was not synced is lost, or torn; whoever waits for an answer gets none.</summary>
    public void Crash()
    {
        _node = null;
        _life++;
        _paused = false;
        _missedTicks = 0;
        _stalled.Clear();
        _proposals.Clear();
        _reads.Clear();
        _arriving.Clear();
        _open = null;
        group.Safety.Crashed(Id);
    }

    public void Pause() => _paused = true;

    /// <summary>The ticks that it has missed come before anything else, as <see cref="RaftNode.Tick"/> demands.</summary>
    public void Resume()
    {
        _paused = false;
        for (; _missedTicks > 0 && IsRunning; _missedTicks--) Step(node => node.Tick());
        var stalled = _stalled.ToArray();
        _stalled.Clear();
        foreach (var work in stalled) work();
    }

    public void Receive(MemberId from, RaftMessage message) => Input(node => node.Receive(from, message));

    public void Change(Action<RaftNode> request) => Input(request);

    /// <param name="told">Null: it is not known whether it happened, or it did not.</param>
    public void Propose(KeyValueRequest request, Action<KeyValueResult?> told) => Input(node =>
    {
        var outcome = node.Propose(KeyValueCodec.Write(request));
        if (outcome.Accepted) _proposals[outcome.Entry.Index] = (outcome.Entry.Term, told);
        else told(null);
    });

    /// <param name="told">Null: it cannot be read here now.</param>
    public void Read(Action<KeyValueState?> told) => Input(node =>
    {
        _reads.Add(++_readIds, (group.Safety.Committed, told));
        node.Read(_readIds);
    });

    private long TickLength => (long)(SimulatedClock.Tick * _drift);

    private void OnTick(int life)
    {
        if (life != _life) return;
        group.Clock.In(TickLength, () => OnTick(life));
        if (_paused) _missedTicks++;
        else Step(node => node.Tick());
    }

    private void Input(Action<RaftNode> input)
    {
        if (_paused) _stalled.Add(() => Input(input));
        else if (IsRunning) Step(input);
    }

    private void Step(Action<RaftNode> input)
    {
        input(_node!);
        for (var effects = _node!.Drain(); !effects.IsEmpty; effects = _node.Drain()) Do(_node, effects);
    }

    private void Do(RaftNode node, RaftEffects effects)
    {
        foreach (var chunk in effects.Receive) Keep(chunk);
        if (effects.Persist is { } batch) Write(node.Status, batch);
        group.Safety.Stepped(Id, node.Status, _disk.Written);
        if (effects.Restore is { } restore)
        {
            State = KeyValueCodec.ReadSnapshot(_disk.Read(restore.Index)!);
            group.Count("snapshot installed");
        }
        foreach (var entry in effects.Apply) Apply(entry);
        foreach (var read in effects.Reads) Answer(read);
        foreach (var refused in effects.RefusedReads)
            if (_reads.Remove(refused.Id, out var waiting)) waiting.Told(null);
        if (effects.TakeSnapshot is { } snapshot) Store(snapshot);
        if (effects.CloseSnapshot is { } closed) Close(closed);
        if (effects.OpenSnapshot is { } opened) Open(opened);
        foreach (var outgoing in effects.Send) group.Links.Send(Id, outgoing.To, outgoing.Message);
        foreach (var chunk in effects.SendChunks) Send(node, chunk);
    }

    private void Write(RaftStatus status, PersistBatch batch)
    {
        group.Safety.Writing(Id, status, _disk.Written, batch);
        byte[]? received = null;
        if (batch.Install is { } install) _arriving.Remove(install.Index, out received);
        _disk.Write(batch, received);
        var life = _life;
        var tellsEarly = _disk.TellsEarly(batch);
        if (tellsEarly) group.Clock.In(0, () => Tell(life, batch.Ticket));
        group.Clock.In(random.Next(tellsEarly ? 20 * DiskLatency : DiskLatency), () =>
        {
            if (life != _life) return;
            _disk.Sync(batch.Ticket);
            Tell(life, batch.Ticket);
        });
    }

    private void Tell(int life, long ticket)
    {
        if (life == _life) Input(node => node.Persisted(ticket));
    }

    private void Apply(LogEntry entry)
    {
        group.Safety.Applying(Id, State.Index, entry);
        KeyValueResult? result = null;
        if (entry.Kind == EntryKind.Command)
        {
            var step = KeyValueMachine.Apply(State, entry.Index, KeyValueCodec.ReadRequest(entry.Payload.Span));
            State = step.State;
            result = step.Result;
        }
        else State = State with { Index = entry.Index };
        if (_proposals.Remove(entry.Index, out var proposal)) proposal.Told(proposal.Term == entry.Term ? result : null);
    }

    private void Answer(long read)
    {
        if (!_reads.Remove(read, out var waiting)) return;
        if (State.Index < waiting.Committed)
        {
            throw new PropertyBrokenException(
                "reads are linearizable", $"{Id} answers as of {State.Index} what was asked when {waiting.Committed} was committed");
        }
        group.Count(_node!.Role == RaftRole.Leader ? "read at the leader" : "read elsewhere");
        waiting.Told(State);
    }

    private void Keep(ReceivedChunk chunk)
    {
        var before = chunk.Offset == 0 ? [] : _arriving[chunk.Snapshot.Index];
        _arriving[chunk.Snapshot.Index] = [.. before, .. chunk.Data.Span];
    }

    private void Store(SnapshotMeta snapshot)
    {
        var content = KeyValueCodec.WriteSnapshot(State);
        var life = _life;
        group.Clock.In(random.Next(10 * DiskLatency), () =>
        {
            if (life != _life) return;
            group.Count("snapshot taken");
            snapshot = snapshot with { Bytes = content.Length };
            if (snapshot.Index > _node!.Status.Snapshot.Index) _disk.Store(snapshot, content);
            Input(node => node.SnapshotStored(snapshot));
        });
    }

    // What it holds is as of now; that it can be read is told later.
    private void Open(SnapshotMeta snapshot)
    {
        var content = KeyValueCodec.WriteSnapshot(State);
        var life = _life;
        group.Clock.In(random.Next(10 * DiskLatency), () =>
        {
            if (life != _life) return;
            if (random.Next(10) == 0)
            {
                group.Count("snapshot not opened");
                Input(node => node.SnapshotNotOpened());
                return;
            }
            if (group.Options.Disk.OpensLate) content = KeyValueCodec.WriteSnapshot(State);
            snapshot = snapshot with { Bytes = content.Length };
            if (_open is { } other)
                throw new PropertyBrokenException("one snapshot", $"{Id} opens {snapshot.Index} beside {other.Meta}");
            _open = (snapshot, content);
            Input(node => node.SnapshotOpened(snapshot));
        });
    }

    private void Close(SnapshotMeta snapshot)
    {
        if (_open?.Meta != snapshot) throw new PropertyBrokenException("one snapshot", $"{Id} closes {snapshot}, not {_open?.Meta}");
        _open = null;
    }

    private void Send(RaftNode node, ChunkToSend chunk)
    {
        if (_open is not { } open || open.Meta != chunk.Snapshot)
            throw new PropertyBrokenException("one snapshot", $"{Id} sends {chunk.Snapshot}, which is not open");
        if (random.Next(50) == 0)
        {
            group.Count("snapshot unreadable");
            node.SnapshotUnreadable(chunk.To);
            return;
        }
        group.Links.Send(Id, chunk.To, chunk.With(open.Content.AsMemory((int)chunk.Offset, chunk.Length)));
    }
}
