using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>
/// What goes to the disk and what waits for it. Whatever promises something waits until all that was written up to then is durable
/// (Ongaro 2014, §3.8); many inputs between two drains are one batch.
/// </summary>
internal sealed class Outbox
{
    private readonly Queue<(long Ticket, Outgoing Message)> _held = [];
    private readonly List<(long Ticket, long LastIndex)> _writing = [];
    private ImmutableArray<Outgoing>.Builder _ready = ImmutableArray.CreateBuilder<Outgoing>();
    private HardState? _state;
    private SnapshotMeta? _install;
    private LogPosition? _cut;
    private long _issued;
    private long _persisted;
    private long _handed;

    /// <param name="lastIndex">The log as it is on disk.</param>
    public Outbox(long lastIndex) => _handed = lastIndex;

    /// <summary>The batch that makes durable what is written up to now.</summary>
    public long Ticket(RaftLog log) => IsDirty(log) ? _issued + 1 : _issued;

    public bool IsDurable(long ticket) => ticket <= _persisted;

    public void Write(HardState state) => _state = state;

    public void Cut(LogPosition at) => _cut = at;

    public void Install(SnapshotMeta snapshot)
    {
        _install = snapshot;
        _cut = null;
        _handed = snapshot.Index;
        _writing.Clear();
    }

    /// <summary>Entries from this one on were removed: what of them is being written does not count.</summary>
    public void RemoveFrom(long index)
    {
        _handed = Math.Min(_handed, index - 1);
        for (var i = 0; i < _writing.Count; i++)
            _writing[i] = _writing[i] with { LastIndex = Math.Min(_writing[i].LastIndex, index - 1) };
    }

    public void Send(MemberId to, RaftMessage message) => _ready.Add(new Outgoing(to, message));

    /// <summary>Sends it when all is durable that is written up to now.</summary>
    public void SendDurable(RaftLog log, MemberId to, RaftMessage message)
    {
        var ticket = Ticket(log);
        if (IsDurable(ticket)) Send(to, message);
        else _held.Enqueue((ticket, new Outgoing(to, message)));
    }

    /// <returns>The last entry that is durable by this; 0: none.</returns>
    public long Persisted(long ticket)
    {
        Invariant.Require(ticket > 0 && ticket <= _issued, "the disk tells of a batch that it was not given");
        _persisted = Math.Max(_persisted, ticket);
        while (_held.TryPeek(out var held) && IsDurable(held.Ticket)) _ready.Add(_held.Dequeue().Message);
        var durable = 0L;
        var done = 0;
        for (; done < _writing.Count && IsDurable(_writing[done].Ticket); done++) durable = Math.Max(durable, _writing[done].LastIndex);
        _writing.RemoveRange(0, done);
        return durable;
    }

    public PersistBatch? DrainBatch(RaftLog log)
    {
        if (!IsDirty(log)) return null;
        var batch = new PersistBatch(++_issued, _state, _install, log.Between(_handed, log.LastIndex), _cut);
        _writing.Add((batch.Ticket, log.LastIndex));
        _handed = log.LastIndex;
        _state = null;
        _install = null;
        _cut = null;
        return batch;
    }

    public ImmutableArray<Outgoing> DrainMessages()
    {
        if (_ready.Count == 0) return [];
        var messages = _ready.ToImmutable();
        _ready = ImmutableArray.CreateBuilder<Outgoing>();
        return messages;
    }

    private bool IsDirty(RaftLog log) => _state is not null || _install is not null || _cut is not null || log.LastIndex > _handed;
}
