using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.Slots;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>
/// Which sessions of its journal a node looks after: those of the slots it has, and those of slots that nobody has, for whom one of the
/// nodes that share the journal does. Two that look after the same one do no harm. Pure.
/// </summary>
internal sealed class SweepScope
{
    private readonly DirectorySnapshot _snapshot;
    private readonly ImmutableHashSet<string> _owned;
    private readonly ImmutableSortedSet<string> _own;
    private readonly bool _hasOthers;

    /// <param name="isShared">What is in the journal may have been another node's.</param>
    public SweepScope(DirectorySnapshot snapshot, bool isShared)
    {
        _snapshot = snapshot;
        _own = snapshot.Self?.Description?.Slots ?? [];
        _owned = SlotWaking.OwnedIn(snapshot);
        _hasOthers = isShared && SlotWaking.IsFor(snapshot, isRound: false);
    }

    public bool Holds(SlotId slot)
    {
        var name = slot.ToString();
        return _own.Contains(name) || (_hasOthers && !_owned.Contains(name) && Dispatcher.HasCandidate(_snapshot, slot.Agent));
    }
}
