using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// The node's member of the network's group: gives <see cref="RaftNode"/> time, messages and requests, and does what its effects say, in
/// their order. Nothing here waits for a disk or a machine. What ends it is told, and it begins anew from its log.
/// </summary>
internal sealed partial class ConsensusActor : ReceiveActor, IWithTimers
{
    public const string Name = "consensus";

    /// <summary>
    /// A follower waits for 0.8 to 1.6 s without its leader before it asks whether it could win an election; a busy machine's pauses are
    /// mostly shorter.
    /// </summary>
    public static readonly RaftSettings Settings = new() { ElectionTicks = 8, HeartbeatTicks = 2 };

    private static readonly TimeSpan TickLength = TimeSpan.FromMilliseconds(100);

    /// <summary>After a failure of the disk.</summary>
    private static readonly TimeSpan OpenAgainAfter = TimeSpan.FromSeconds(10);

    private readonly ConsensusServices _services;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly CancellationTokenSource _stopped = new();
    private readonly GroupPeers _peers;
    private readonly Random _random;
    private CancellationTokenSource? _life;
    private ApplyBacklog _backlog = new();
    private SnapshotIntake _intake = new();
    private GroupClock _clock = new(TickLength, 2 * Settings.ElectionTicks);
    private LocalMember? _member;
    private MemberId _id;
    private IConsensusLog? _log;
    private readonly Queue<ChunkToSend> _pieces = [];
    private RaftNode? _node;
    private IActorRef _applier = ActorRefs.Nobody;
    private string? _problem;
    private bool _opening;
    private bool _isBlank;
    private bool _willDrain;
    private bool _readsPiece;

    public ConsensusActor(ConsensusServices services)
    {
        _services = services;
        _peers = new GroupPeers(Context, _cluster, services.NodeId);
        _random = new Random(SeedOf(services.Ids.NewUlid()));
        // What a leader answers to an earlier life of this actor is not of a call of this one.
        _calls = _random.NextInt64(long.MaxValue / 2);
        Receive<Tick>(_ => OnTick());
        Receive<DrainNow>(_ => OnDrain());
        Receive<Traffic>(OnTraffic);
        Receive<Found>(OnFound);
        Receive<Opened>(OnOpened);
        Receive<NotOpened>(failed => Stop(failed.Cause, again: true));
        Receive<Written>(written => Input(written.Log, node => node.Persisted(written.Ticket)));
        Receive<ChunkWritten>(OnChunkWritten);
        Receive<ChunkRead>(OnChunkRead);
        Receive<PieceFailed>(OnPieceFailed);
        Receive<Applier.Opened>(OnSnapshotOpened);
        Receive<Applier.Stored>(stored => Input(stored.Log, node => node.SnapshotStored(stored.Snapshot)));
        Receive<Applier.Failed>(OnFailed);
        Receive<OpenAgain>(_ => Look());
        ReceiveCallers();
        ReceiveGroup();
        ReceiveMeeting();
        ReceiveSurvivor();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ConsensusServices services) => Akka.Actor.Props.Create(() => new ConsensusActor(services));

    protected override void PreStart()
    {
        _services.Seat.Enter(Self);
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickLength);
        Look();
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _life?.Cancel();
        EndCalls("this node's member of the group has ended.");
        _services.Seat.Leave(Self);
        _stopped.Dispose();
        _ = _services.Seat.Disk.CloseAsync();
    }

    private static int SeedOf(string id) => id.Aggregate(17, (seed, letter) => unchecked(seed * 31 + letter));

    private void Look()
    {
        if (_opening || _node is not null) return;
        _opening = true;
        FindAsync().PipeTo(Self, failure: cause => new NotOpened(cause));
    }

    private void OnFound(Found found)
    {
        _opening = false;
        _problem = null;
        _left = found.Left;
        if (found.Member is { } member) Open(member, GroupConfig.Empty);
        else Seek();
    }

    private void Open(LocalMember member, GroupConfig founders)
    {
        _opening = true;
        OpenAsync().PipeTo(Self, failure: cause => new NotOpened(cause));

        async Task<Opened> OpenAsync()
        {
            var owned = member with { Owner = $"node '{_services.NodeId}' of network '{_services.Network}'" };
            var log = await _services.Seat.Disk.OpenAsync(owned, _stopped.Token);
            return new Opened(member, log, await log.OpenAsync(founders, _stopped.Token));
        }
    }

    private void OnOpened(Opened opened)
    {
        _opening = false;
        var (member, log, recovered) = opened;
        (_member, _log, _id) = (member, log, member.IdAt(_services.NodeId));
        _life = new CancellationTokenSource();
        _backlog = new ApplyBacklog();
        _intake = new SnapshotIntake();
        _commits.Clear();
        _clock = new GroupClock(TickLength, 2 * Settings.ElectionTicks);
        _node = new RaftNode(_id, _services.Settings, recovered, _random.Next);
        _isBlank = recovered.Snapshot.Index == 0 && !recovered.Entries.Any(entry => entry.Kind == EntryKind.Command);
        _applier = Context.ActorOf(Applier.Props(_services.Seat.Parts, log, _backlog, _life.Token));
        _applier.Tell(new Applier.Begin(member.Group));
        Restore(recovered.Snapshot);
        var last = _node.Status.Last;
        ConsensusLog.GoesOn(_services.Log, _id.Value, member.Group, last.Index, last.Term);
        Input(log, _ => { });
        Greet();
    }

    private void OnFailed(Applier.Failed failed)
    {
        if (!ReferenceEquals(failed.Log, _log)) return;
        Stop(failed.Cause, again: failed.Cause is not FormatException);
    }

    /// <summary>What is not durable or cannot be applied is not acknowledged: the others go on without this member.</summary>
    private void Stop(Exception cause, bool again)
    {
        if (_stopped.IsCancellationRequested) return;
        if (_problem != cause.Message) ConsensusLog.Stopped(_services.Log, cause);
        _opening = false;
        _problem = cause.Message;
        EndMember("this node's member of the group has stopped.");
        _ = _services.Seat.Disk.CloseAsync();
        if (again) Timers.StartSingleTimer(nameof(OpenAgain), OpenAgain.Instance, OpenAgainAfter);
        Publish();
    }

    private void EndMember(string why)
    {
        _life?.Cancel();
        Context.Stop(_applier);
        _pieces.Clear();
        (_node, _log, _applier, _member, _isTakenOut) = (null, null, ActorRefs.Nobody, null, false);
        (_meeting, _closing, _closeAskedAt, _leaderlessSince, _carryAfter) = (new MeetingStep.Stay(), null, null, null, TimeSpan.Zero);
        EndCalls(why);
    }

    private void OnTick()
    {
        Input(_log, _ => { });
        if (++_ticks % HousekeepingTicks == 0) KeepHouse();
        Publish();
    }

    /// <summary>Time comes before any other input; what several inputs bring goes out together.</summary>
    /// <param name="log">Of the member that it is for; another's is passed over.</param>
    private void Input(IConsensusLog? log, Action<RaftNode> input)
    {
        if (_node is not { } node || !ReferenceEquals(log, _log)) return;
        try
        {
            for (var due = _clock.Take(_services.Time.Elapsed(), _services.Time.GetUtcNow()); due > 0; due--) node.Tick();
            input(node);
        }
        catch (InvalidOperationException broken)
        {
            Stop(broken, again: false);
            return;
        }
        if (_willDrain) return;
        _willDrain = true;
        Self.Tell(DrainNow.Instance);
    }

    private void OnDrain()
    {
        _willDrain = false;
        if (_node is not { } node || _log is not { } log) return;
        try
        {
            for (var effects = node.Drain(); !effects.IsEmpty; effects = node.Drain()) Do(node, log, effects);
        }
        catch (InvalidOperationException broken)
        {
            Stop(broken, again: false);
            return;
        }
        OnLeader(node.Status);
    }

    private void Do(RaftNode node, IConsensusLog log, RaftEffects effects)
    {
        foreach (var chunk in effects.Receive)
        {
            _intake.Writing(chunk);
            ConsensusMetrics.Received(chunk.Data.Length);
            log.ReceiveAsync(chunk, _stopped.Token).PipeTo(
                Self, success: () => new ChunkWritten(log), failure: cause => new Applier.Failed(log, cause));
        }
        if (effects.Persist is { } batch)
        {
            if (batch.Install is not null || batch.Entries.Any(entry => entry.Kind == EntryKind.Command)) _isBlank = false;
            log.WriteAsync(batch, _stopped.Token).PipeTo(
                Self, success: () => new Written(log, batch.Ticket), failure: cause => new Applier.Failed(log, cause));
        }
        if (effects.Restore is { } restore)
        {
            ConsensusMetrics.SnapshotTakenOver();
            Restore(restore);
        }
        if (!effects.Apply.IsEmpty)
        {
            _intake.Ended();
            var apply = new Applier.Apply(effects.Apply, effects.Apply.Sum(entry => (long)entry.Bytes));
            _backlog.Add(apply.Bytes);
            _applier.Tell(apply);
        }
        Answer(effects);
        if (effects.TakeSnapshot is { } snapshot) _applier.Tell(new Applier.TakeSnapshot(snapshot));
        if (effects.CloseSnapshot is not null)
        {
            // One is open at a time: those are its pieces, and what they would fail by is not of the next one.
            _pieces.Clear();
            _services.Seat.Parts.CloseAsync().PipeTo(Self, failure: cause => new PieceFailed(log, null, cause));
        }
        if (effects.OpenSnapshot is { } opened) _applier.Tell(new Applier.Open(opened));
        foreach (var outgoing in effects.Send) Send(outgoing.To, outgoing.Message);
        foreach (var chunk in effects.SendChunks) _pieces.Enqueue(chunk);
        ReadPiece();
    }

    private void Restore(SnapshotMeta snapshot)
    {
        _intake.Ended();
        _backlog.BeginRestore();
        _applier.Tell(new Applier.Restore(snapshot));
    }

    private void OnChunkWritten(ChunkWritten written)
    {
        if (ReferenceEquals(written.Log, _log) && _intake.Written() is var (from, piece)) Input(_log, node => node.Receive(from, piece));
    }

    private void OnSnapshotOpened(Applier.Opened opened)
    {
        ConsensusMetrics.SnapshotOpened(opened.Failure is null);
        if (opened.Failure is { } failure) ConsensusLog.NotReadable(_services.Log, failure);
        Input(opened.Log, node =>
        {
            if (opened.Snapshot is { } snapshot) node.SnapshotOpened(snapshot);
            else node.SnapshotNotOpened();
        });
    }

    // One after the other: pieces count in order only.
    private void ReadPiece()
    {
        if (_readsPiece || _log is not { } log || !_pieces.TryDequeue(out var chunk)) return;
        _readsPiece = true;
        _services.Seat.Parts.ReadAsync(chunk.Snapshot, chunk.Offset, chunk.Length, _stopped.Token).PipeTo(
            Self, success: data => new ChunkRead(log, chunk, data), failure: cause => new PieceFailed(log, chunk.To, cause));
    }

    private void OnPieceFailed(PieceFailed failed)
    {
        if (failed.To is not null) _readsPiece = false;
        ConsensusLog.NotReadable(_services.Log, failed.Cause);
        if (failed.To is { } to) Input(failed.Log, node => node.SnapshotUnreadable(to));
        ReadPiece();
    }

    private void OnChunkRead(ChunkRead read)
    {
        _readsPiece = false;
        if (read.Data is not { } data) Input(read.Log, node => node.SnapshotUnreadable(read.Chunk.To));
        else if (ReferenceEquals(read.Log, _log))
        {
            ConsensusMetrics.Sent(data.Length);
            Send(read.Chunk.To, read.Chunk.With(data));
        }
        ReadPiece();
    }

    private void Send(MemberId to, RaftMessage message) =>
        _peers.Find(LocalMember.NodeOf(to))?.Tell(new Traffic(_member!.Group, _id.Value, to.Value, RaftCodec.Write(message)), Self);

    // Loss does no harm: what is for another member, or of another group, is passed over.
    private void OnTraffic(Traffic traffic)
    {
        if (_member?.Group != traffic.Group || _id.Value != traffic.To) return;
        RaftMessage message;
        try
        {
            message = RaftCodec.ReadMessage(traffic.Message);
        }
        catch (FormatException unreadable)
        {
            ConsensusLog.Unreadable(_services.Log, traffic.From, unreadable);
            return;
        }
        var from = new MemberId(traffic.From);
        if (_node is not null && _intake.Admit(from, message)) Input(_log, node => node.Receive(from, message));
    }

    private sealed record Found(LocalMember? Member, ImmutableArray<ClosedGroup> Left);

    private sealed record Opened(LocalMember Member, IConsensusLog Log, RaftRecovery Recovered);

    private sealed record NotOpened(Exception Cause);

    private sealed record Written(IConsensusLog Log, long Ticket);

    private sealed record ChunkWritten(IConsensusLog Log);

    private sealed record ChunkRead(IConsensusLog Log, ChunkToSend Chunk, ReadOnlyMemory<byte>? Data);

    /// <param name="To">Null: it was nobody's piece.</param>
    private sealed record PieceFailed(IConsensusLog Log, MemberId? To, Exception Cause);

    private sealed record OpenAgain
    {
        public static readonly OpenAgain Instance = new();
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record DrainNow
    {
        public static readonly DrainNow Instance = new();
    }
}
