using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Adapters.Tests.Consensus.Groups;

/// <summary>A shell of one member whose only part is the journal. All but its calls as a group happens on the group's loop.</summary>
internal sealed class LocalMember(MemberId id, LocalGroup group, string folder) : IConsensusGroup
{
    private static readonly IIds Ids = new SystemIds(TimeProvider.System);

    private readonly Dictionary<long, (long Term, Waiting Call)> _proposals = [];
    private readonly Dictionary<long, Waiting> _reads = [];
    private readonly List<(Waiting Call, Action Again)> _leaderless = [];
    private SqliteConsensusLog? _log;
    private RaftNode? _node;
    private Task _applier = Task.CompletedTask;
    private long _now;
    private long _readIds;
    private int _life;

    public MemberId Id { get; } = id;

    public ReplicatedJournal Journal { get; private set; } = null!;

    public RaftStatus? Status => _node?.Status;

    /// <summary>Until nobody knows what became of a proposal, and until one is refused that nobody takes.</summary>
    public int PatienceTicks { get; set; } = 150;

    /// <summary>So many outcomes are not told though they are known.</summary>
    public int OutcomesToLose { get; set; }

    /// <summary>Proposals so far.</summary>
    public int Proposals { get; private set; }

    public void Start()
    {
        Directory.CreateDirectory(folder);
        _life++;
        _log = new SqliteConsensusLog(Path.Combine(folder, SqliteConsensusLog.FileName), "G");
        Journal = new ReplicatedJournal(Path.Combine(folder, ReplicatedJournal.FileName), Ids);
        var recovered = _log.OpenAsync(group.Founders, CancellationToken.None).GetAwaiter().GetResult();
        _node = new RaftNode(Id, group.Settings, recovered, Random.Shared.Next);
        _applier = Task.CompletedTask;
    }

    /// <summary>As if its process ended.</summary>
    public bool Stop()
    {
        if (_node is null) return false;
        _node = null;
        _life++;
        _log!.Dispose();
        Journal.Dispose();
        foreach (var (_, call) in _proposals.Values) call.Fail("its member has stopped.", mayHaveHappened: true);
        foreach (var call in _reads.Values) call.Fail("its member has stopped.", mayHaveHappened: false);
        _proposals.Clear();
        _reads.Clear();
        return true;
    }

    public void Tick()
    {
        _now++;
        Step(node => node.Tick());
        foreach (var (index, (_, call)) in _proposals.Where(proposal => proposal.Value.Call.Until <= _now).ToArray())
        {
            _proposals.Remove(index);
            call.Fail("nobody has told what became of it.", mayHaveHappened: true);
        }

        var leaderless = _leaderless.ToArray();
        _leaderless.Clear();
        foreach (var (call, again) in leaderless)
            if (call.Until <= _now) call.Fail("there is no leader.", mayHaveHappened: false);
            else again();
    }

    public void Receive(MemberId from, RaftMessage message) => Step(node => node.Receive(from, message));

    public async ValueTask<ReadOnlyMemory<byte>> ProposeAsync(byte part, ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        var call = new Waiting();
        byte[] payload = [part, .. command.Span];
        group.Post(() =>
        {
            call.Until = _now + PatienceTicks;
            Proposals++;
            Propose(payload, call);
        });
        return await call.Task.WaitAsync(cancellation);
    }

    public async ValueTask CatchUpAsync(CancellationToken cancellation)
    {
        var call = new Waiting();
        group.Post(() =>
        {
            call.Until = _now + PatienceTicks;
            Read(call);
        });
        await call.Task.WaitAsync(cancellation);
    }

    private void Propose(byte[] payload, Waiting call)
    {
        var outcome = default(RequestOutcome);
        if (_node is not null && group.Leader is { } leader) leader.Step(node => outcome = node.Propose(payload));
        else outcome = Refusal.NotLeader;
        if (outcome.Accepted)
        {
            if (_proposals.Remove(outcome.Entry.Index, out var overtaken))
                overtaken.Call.Fail("another leader has another entry in its place.", mayHaveHappened: true);
            _proposals[outcome.Entry.Index] = (outcome.Entry.Term, call);
        }
        else _leaderless.Add((call, () => Propose(payload, call)));
    }

    private void Read(Waiting call)
    {
        if (_node is null)
        {
            call.Fail("its member has stopped.", mayHaveHappened: false);
            return;
        }

        _reads.Add(++_readIds, call);
        Step(node => node.Read(_readIds));
    }

    private void Step(Action<RaftNode> input)
    {
        if (_node is null) return;
        input(_node);
        for (var effects = _node.Drain(); !effects.IsEmpty; effects = _node.Drain()) Do(effects);
    }

    private void Do(RaftEffects effects)
    {
        var life = _life;
        if (effects.Persist is { } batch)
        {
            Then(_log!.WriteAsync(batch, CancellationToken.None), life, () => Step(node => node.Persisted(batch.Ticket)));
        }

        if (!effects.Apply.IsEmpty || !effects.Reads.IsEmpty) _applier = ApplyAsync(_applier, Journal, effects, life);
        foreach (var refused in effects.RefusedReads)
            if (_reads.Remove(refused.Id, out var call)) _leaderless.Add((call, () => Read(call)));
        foreach (var outgoing in effects.Send) group.Send(Id, outgoing.To, outgoing.Message);
    }

    private async Task ApplyAsync(Task before, ReplicatedJournal journal, RaftEffects effects, int life)
    {
        await before;
        var commands = effects.Apply.Where(entry => entry.Kind == EntryKind.Command && entry.Index > journal.Applied).ToArray();
        IReadOnlyList<ReadOnlyMemory<byte>> results = [];
        try
        {
            results = await journal.ApplyAsync(
                [.. commands.Select(entry => new PartCommand(entry.Index, entry.Payload[1..]))], CancellationToken.None);
        }
        catch (ConsensusLogException) when (life != Volatile.Read(ref _life))
        {
            return;
        }

        group.Post(() =>
        {
            if (life != _life) return;
            for (var i = 0; i < commands.Length; i++) Resolve(commands[i], results[i]);
            foreach (var read in effects.Reads)
                if (_reads.Remove(read, out var call)) call.SetResult(default);
        });
    }

    private void Resolve(LogEntry entry, ReadOnlyMemory<byte> result)
    {
        if (!_proposals.Remove(entry.Index, out var proposal)) return;
        if (proposal.Term != entry.Term) proposal.Call.Fail("another entry is in its place.", mayHaveHappened: true);
        else if (OutcomesToLose-- > 0) proposal.Call.Fail("its outcome was lost.", mayHaveHappened: true);
        else proposal.Call.SetResult(result);
    }

    private void Then(Task task, int life, Action next) => task.ContinueWith(
        done => group.Post(() =>
        {
            if (life != _life) return;
            done.GetAwaiter().GetResult();
            next();
        }),
        TaskScheduler.Default);

    private sealed class Waiting()
        : TaskCompletionSource<ReadOnlyMemory<byte>>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Until { get; set; }

        public void Fail(string reason, bool mayHaveHappened) => TrySetException(new ConsensusException(reason, mayHaveHappened));
    }
}
