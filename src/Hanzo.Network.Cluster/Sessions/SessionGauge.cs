using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>
/// How many runs are under way and waiting on this node, in which slots, and how fast they are; sessions of all threads count here.
/// </summary>
internal sealed class SessionGauge
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SlotId, int> _activeBySlot = [];
    private ImmutableSortedSet<string> _busy = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);
    private int _active;
    private int _queued;
    private int _accepting;
    private bool _isClosed;
    private RunSpeeds _speeds = RunSpeeds.None;

    public int Active => Volatile.Read(ref _active);

    public int Queued => Volatile.Read(ref _queued);

    /// <summary>Of one moment, runs included that are not recorded yet.</summary>
    public SessionCounts Counts
    {
        get
        {
            lock (_lock) return new SessionCounts(_active, _queued, _accepting);
        }
    }

    /// <summary>Slots with a run under way, as <c>math.17</c>.</summary>
    public ImmutableSortedSet<string> Busy => Volatile.Read(ref _busy);

    /// <summary>What runs have achieved here, as others are told.</summary>
    public ImmutableArray<RunSpeed> Speeds => Volatile.Read(ref _speeds).Told;

    /// <summary>Counts a run that is about to be recorded, until <see cref="Accepted"/>.</summary>
    /// <returns>False: this node takes no more runs.</returns>
    public bool TryAccept()
    {
        lock (_lock)
        {
            if (!_isClosed) _accepting++;
            return !_isClosed;
        }
    }

    /// <summary>It has been recorded, or was refused.</summary>
    public void Accepted()
    {
        lock (_lock) _accepting--;
    }

    /// <summary>The node takes no more runs, for good.</summary>
    public void Close()
    {
        lock (_lock) _isClosed = true;
    }

    /// <summary>Closes the node for runs if it has none.</summary>
    public bool TryClose()
    {
        lock (_lock) return _isClosed |= (_active, _queued, _accepting) == (0, 0, 0);
    }

    public void Add(RunSample sample) => ImmutableInterlocked.Update(ref _speeds, static (speeds, added) => speeds.With(added), sample);

    public void Add(SlotId slot, int active, int queued)
    {
        if (active == 0 && queued == 0) return;
        lock (_lock)
        {
            Volatile.Write(ref _active, _active + active);
            Volatile.Write(ref _queued, _queued + queued);
            var before = _activeBySlot.GetValueOrDefault(slot);
            var now = before + active;
            if (now == 0) _activeBySlot.Remove(slot);
            else _activeBySlot[slot] = now;
            if (before == 0 != (now == 0))
                Volatile.Write(ref _busy, now == 0 ? _busy.Remove(slot.ToString()) : _busy.Add(slot.ToString()));
        }
    }
}
