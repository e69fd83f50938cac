using System.Collections.Immutable;
using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// No slot is held by two processes at once, as far as that is promised:
/// <list type="number">
/// <item>Never, not for a moment, while both execute, hear each other, and each takes the other for a member. The coordinator gives
/// a slot to nobody before its owner said that it has stopped, or before its owner was removed. A removal needs that all reachable
/// members have seen the owner down: so whoever gets the slot afterwards does not count the old owner any more.</item>
/// <item>Not for longer than <see cref="LearnsWithin"/>, while both execute, hear each other, and the one that was given up still
/// counts the other: it is told on the first contact and ends its actor system.</item>
/// </list>
/// Nothing is promised of a process that is paused, asleep or cut off. It keeps its slots until it learns: by itself 2.5 s after its
/// view was last disturbed (stable-after 3.5 s less the loser's lead of 1 s), on waking at the first contact. That is why the
/// journal fences: <see cref="HistoryNeverForks"/> and <see cref="NoEffectTwice"/> hold meanwhile as well. Nor is anything promised
/// between two clusters that do not know each other; <see cref="MembershipConverges"/> names those.
/// </summary>
internal sealed class OneOwnerPerSlot() : Checker("one owner per slot")
{
    /// <summary>
    /// From the first contact: up to 1 s until something is said, then the steps of an orderly end of an actor system, of 2 to 3 s
    /// each, that meet nobody's answer.
    /// </summary>
    public static readonly TimeSpan LearnsWithin = TimeSpan.FromSeconds(15);

    private readonly NetworkPicture _picture = new();
    private readonly List<HashSet<string>> _held = [];
    private readonly List<SlotConflict> _conflicts = [];

    public override void See(Observation observation)
    {
        if (_conflicts.Count > 0) JudgeUntil(observation.At);
        var changed = _picture.See(observation);
        switch (observation)
        {
            case SlotsHeld held when _picture[held.Node] is { HasSystem: true } process && process.Life == held.Life:
                Hold(held.Node, held.Slots, held.At);
                changed = true;
                break;
            case SystemChanged or ProcessStarted or ProcessEnded when !_picture[observation.Node].HasSystem:
                Hold(observation.Node, [], observation.At);
                break;
        }

        if (changed) Reconsider(observation.At);
    }

    protected override void Close(TimeSpan at) => JudgeUntil(at);

    private HashSet<string> HeldBy(int node)
    {
        while (_held.Count <= node) _held.Add(new HashSet<string>(StringComparer.Ordinal));
        return _held[node];
    }

    private void Hold(int node, ImmutableArray<string> slots, TimeSpan at)
    {
        var before = HeldBy(node);
        _held[node] = new HashSet<string>(slots, StringComparer.Ordinal);
        _conflicts.RemoveAll(conflict => (conflict.One == node || conflict.Other == node) && !_held[node].Contains(conflict.Slot));
        foreach (var slot in slots)
        {
            if (before.Contains(slot)) continue;
            Judged();
            for (var other = 0; other < _held.Count; other++)
                if (other != node && _held[other].Contains(slot)) _conflicts.Add(new SlotConflict(slot, other, node, at));
        }
    }

    private void Reconsider(TimeSpan now)
    {
        foreach (var conflict in _conflicts)
        {
            var (one, other) = (_picture[conflict.One], _picture[conflict.Other]);
            conflict.InOneMembershipSince = _picture.AreInOneMembership(one, other) ? conflict.InOneMembershipSince ?? now : null;
            conflict.CouldKnowSince = CouldKnow(one, other) ? conflict.CouldKnowSince ?? now : null;
        }
    }

    private bool CouldKnow(ProcessPicture one, ProcessPicture other) =>
        one.Runs && other.Runs && _picture.HearEachOther(one.Node, other.Node) && (one.Counts(other) || other.Counts(one));

    /// <summary>What was so since the last observation stayed so until now.</summary>
    private void JudgeUntil(TimeSpan now)
    {
        foreach (var conflict in _conflicts)
        {
            var (one, other) = (_picture[conflict.One], _picture[conflict.Other]);
            if (conflict.InOneMembershipSince is { } since && now > since)
                Break(since, $"slot {conflict.Slot} is held by {one.Text} and {other.Text} at once; both run, hear each other, "
                    + "and are members to each other");
            else if (conflict.CouldKnowSince is { } could && now - could > LearnsWithin)
                Break(could + LearnsWithin, $"slot {conflict.Slot} is held by {one.Text} and {other.Text} since "
                    + $"{Say.Time(conflict.Since)}; one was given up, could have heard of it since {Say.Time(could)}, and still holds it");
        }
    }
}
