using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Notes of runs, held back until the next second tells them; older ones give way.</summary>
internal sealed class NoteOutbox
{
    private const int MaxPending = 50;

    private ImmutableArray<RunNote> _pending = [];

    public void Add(RunNote note)
    {
        if (_pending.Length >= MaxPending) _pending = _pending.RemoveAt(0);
        _pending = _pending.Add(note);
    }

    public ImmutableArray<RunNote> Take()
    {
        var taken = _pending;
        _pending = [];
        return taken;
    }
}
