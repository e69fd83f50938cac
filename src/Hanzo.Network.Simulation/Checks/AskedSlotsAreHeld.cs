using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// A slot that took a run after the heal does not stay without an owner while the run goes on. A slot on the move has none for a
/// moment; not for longer than <see cref="Within"/>. One that moved with nothing to do is given to nobody until somebody asks.
/// </summary>
internal sealed class AskedSlotsAreHeld() : Checker("asked slots are held")
{
    /// <summary>A move takes the hand-off timeout of 10 s at most, and a few retries of 0.5 s.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(15);

    private readonly NetworkPicture _picture = new();
    private readonly OrderedDictionary<string, TimeSpan> _lost = new(StringComparer.Ordinal);
    private readonly Dictionary<int, HashSet<string>> _held = [];
    private readonly SortedSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public override void See(Observation observation)
    {
        _picture.See(observation);
        switch (observation)
        {
            case SlotsHeld held when _picture[held.Node] is { HasSystem: true } process && process.Life == held.Life:
                Hold(held.Node, held.Slots, held.At);
                break;
            case SystemChanged or ProcessStarted or ProcessEnded when !_picture[observation.Node].HasSystem:
                Hold(observation.Node, [], observation.At);
                break;
            case RunAccepted accepted when accepted.At >= _picture.HealedAt + MembershipConverges.Within:
                _asked.Add(Names.SlotOfRun(accepted.Run));
                _open.Add(accepted.Run);
                break;
            case RunEnded ended when ended.At >= _picture.HealedAt + MembershipConverges.Within:
                _asked.Add(Names.SlotOfRun(ended.Run));
                _open.Remove(ended.Run);
                break;
        }
    }

    protected override void Close(TimeSpan at)
    {
        foreach (var slot in _asked)
        {
            Judged();
            if (_held.Values.Any(slots => slots.Contains(slot))) continue;
            if (_open.All(run => Names.SlotOfRun(run) != slot)) continue;
            var since = _lost.GetValueOrDefault(slot);
            if (at - since > Within)
                Break(since + Within, $"slot {slot}, which took a run after the heal, has had no owner since {Say.Time(since)}");
        }
    }

    private void Hold(int node, IReadOnlyCollection<string> slots, TimeSpan at)
    {
        foreach (var slot in _held.GetValueOrDefault(node) ?? []) _lost[slot] = at;
        _held[node] = new HashSet<string>(slots, StringComparer.Ordinal);
    }
}
