using System.Collections.Immutable;
using Hanzo.Network.Consensus;
using Hanzo.Network.Tests.Consensus.Checks;

namespace Hanzo.Network.Tests.Consensus.Simulated;

/// <summary>
/// Members whose messages arrive when and where a test says; what they write is durable at once, unless it says otherwise.
/// </summary>
internal sealed class ScriptedGroup
{
    private readonly SortedDictionary<MemberId, RaftNode> _nodes = [];
    private readonly SortedDictionary<MemberId, SimulatedDisk> _disks = [];
    private readonly Dictionary<MemberId, long> _applied = [];
    private readonly Dictionary<MemberId, long> _written = [];
    private readonly Queue<(MemberId From, MemberId To, RaftMessage Message)> _sent = [];
    private readonly SafetyChecks _safety = new();
    private readonly RaftSettings _settings;
    private readonly RaftRules _rules;

    public ScriptedGroup(RaftSettings settings, int founders, int others = 0, RaftRules? rules = null)
    {
        (_settings, _rules) = (settings, rules ?? RaftRules.Raft);
        Ids = [.. Enumerable.Range(1, founders + others).Select(number => new MemberId("s" + number))];
        foreach (var id in Ids)
        {
            var config = Ids.IndexOf(id) < founders ? GroupConfig.Of(Ids.Take(founders)) : GroupConfig.Empty;
            _disks[id] = new SimulatedDisk(config, new DiskFlaws());
            Restart(id);
        }
    }

    public ImmutableArray<MemberId> Ids { get; }

    /// <summary>Which messages arrive; the others are lost.</summary>
    public Func<MemberId, MemberId, RaftMessage, bool> Passes { get; set; } = (_, _, _) => true;

    /// <summary>Whether a member's writes become durable.</summary>
    public Func<MemberId, bool> Syncs { get; set; } = _ => true;

    /// <summary>The content of every snapshot.</summary>
    public byte[] Snapshot { get; set; } = [1, 2, 3];

    /// <summary>What came of reads, by member: the id, or its negative where it was refused.</summary>
    public List<(MemberId Member, long Read)> Reads { get; } = [];

    public List<RaftMessage> Delivered { get; } = [];

    /// <summary>Snapshots that members have open: their indices.</summary>
    public Dictionary<MemberId, long> Opened { get; } = [];

    public RaftNode this[int number] => _nodes[Ids[number - 1]];

    public MemberId Id(int number) => Ids[number - 1];

    public long Applied(int number) => _applied[Id(number)];

    public void Do(int number, Action<RaftNode> what)
    {
        what(this[number]);
        Drain(Id(number));
    }

    /// <summary>All that was sent arrives, and what is sent because of it.</summary>
    public void Settle()
    {
        while (_sent.TryDequeue(out var sent))
        {
            if (!Passes(sent.From, sent.To, sent.Message)) continue;
            Delivered.Add(sent.Message);
            _nodes[sent.To].Receive(sent.From, sent.Message);
            Drain(sent.To);
        }
    }

    public void Tick(int number, int times = 1)
    {
        for (; times > 0; times--)
        {
            Do(number, node => node.Tick());
            Settle();
        }
    }

    public void TickAll(int times = 1)
    {
        for (; times > 0; times--)
            for (var number = 1; number <= Ids.Length; number++) Tick(number);
    }

    /// <summary>As if its leader had asked it to take over; again if terms were behind.</summary>
    public void Elect(int number)
    {
        for (var tries = 0; tries < 3 && this[number].Role != RaftRole.Leader; tries++)
        {
            Do(number, node => node.Receive(Id(number), new RaftMessage.TimeoutNow(node.Status.Term)));
            Settle();
        }
        this[number].Role.ShouldBe(RaftRole.Leader);
    }

    public void Restart(int number) => Restart(Id(number));

    public void Sync(int number)
    {
        var id = Id(number);
        _disks[id].Sync(_written[id]);
        Do(number, node => node.Persisted(_written[id]));
    }

    private void Restart(MemberId id)
    {
        var recovered = _disks[id].Crash(new Random(1));
        _safety.Crashed(id);
        Opened.Remove(id);
        _applied[id] = recovered.Snapshot.Index;
        _nodes[id] = new RaftNode(id, _settings, recovered, _ => 0, _rules);
    }

    private void Drain(MemberId id)
    {
        var node = _nodes[id];
        for (var effects = node.Drain(); !effects.IsEmpty; effects = node.Drain())
        {
            if (effects.Persist is { } batch)
            {
                _safety.Writing(id, node.Status, _disks[id].Written, batch);
                _disks[id].Write(batch, Snapshot);
                _written[id] = batch.Ticket;
            }
            _safety.Stepped(id, node.Status, _disks[id].Written);
            if (effects.Restore is { } restore) _applied[id] = restore.Index;
            foreach (var entry in effects.Apply)
            {
                _safety.Applying(id, _applied[id], entry);
                _applied[id] = entry.Index;
            }
            foreach (var read in effects.Reads) Reads.Add((id, read));
            foreach (var refused in effects.RefusedReads) Reads.Add((id, -refused.Id));
            foreach (var outgoing in effects.Send) _sent.Enqueue((id, outgoing.To, outgoing.Message));
            if (effects.CloseSnapshot is not null) Opened.Remove(id).ShouldBeTrue();
            if (effects.OpenSnapshot is { } opened)
            {
                Opened.Add(id, opened.Index);
                node.SnapshotOpened(opened with { Bytes = Snapshot.Length });
            }
            foreach (var chunk in effects.SendChunks)
                _sent.Enqueue((id, chunk.To, chunk.With(Snapshot.AsMemory((int)chunk.Offset, chunk.Length))));
            if (effects.TakeSnapshot is { } snapshot)
            {
                snapshot = snapshot with { Bytes = Snapshot.Length };
                _disks[id].Store(snapshot, Snapshot);
                node.SnapshotStored(snapshot);
            }
            if (effects.Persist is null || !Syncs(id)) continue;
            _disks[id].Sync(effects.Persist.Ticket);
            node.Persisted(effects.Persist.Ticket);
        }
    }
}
