using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>Reads of this member's callers: asked of a leader elsewhere, then waiting until this machine has applied as much.</summary>
internal sealed class LocalReads(RaftSettings settings)
{
    private readonly SortedDictionary<long, int> _asked = [];
    private readonly PriorityQueue<long, (long Index, long Id)> _indexed = new();
    private ImmutableArray<RefusedRead>.Builder _refused = ImmutableArray.CreateBuilder<RefusedRead>();

    public bool IsFull => _asked.Count + _indexed.Count >= settings.MaxReads;

    public bool HasRefused => _refused.Count > 0;

    public void Asked(long id) => _asked[id] = settings.ElectionTicks;

    /// <summary>The leader has answered; an answer to what is not asked any more is none.</summary>
    public void Answered(long id, long index)
    {
        if (_asked.Remove(id)) Indexed(id, index);
    }

    public void Indexed(long id, long index) => _indexed.Enqueue(id, (index, id));

    public void Refuse(long id, ReadRefusal reason) => _refused.Add(new RefusedRead(id, reason));

    public void Tick()
    {
        foreach (var (id, left) in _asked.ToArray())
        {
            if (left > 1)
            {
                _asked[id] = left - 1;
                continue;
            }
            _asked.Remove(id);
            Refuse(id, ReadRefusal.TimedOut);
        }
    }

    /// <summary>Those that may be answered when so much is applied.</summary>
    public ImmutableArray<long> Take(long applied)
    {
        if (_indexed.Count == 0 || !_indexed.TryPeek(out _, out var first) || first.Index > applied) return [];
        var ready = ImmutableArray.CreateBuilder<long>();
        while (_indexed.TryPeek(out var id, out var at) && at.Index <= applied)
        {
            ready.Add(id);
            _indexed.Dequeue();
        }
        return ready.DrainToImmutable();
    }

    public ImmutableArray<RefusedRead> TakeRefused()
    {
        if (!HasRefused) return [];
        var refused = _refused.ToImmutable();
        _refused = ImmutableArray.CreateBuilder<RefusedRead>();
        return refused;
    }
}
