using Hanzo.Network.Consensus;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// Callers who wait for what becomes of their commands, by the index of their entries. Several may wait for one index: leaders of different
/// terms have given it to each.
/// </summary>
internal sealed class EntryWatches
{
    /// <summary>A leader takes <see cref="RaftSettings.MaxUncommittedEntries"/> at most that are not committed.</summary>
    public const int Most = 16_384;

    private const string AppliedBefore =
        "the command's entry was applied before this node knew where it is; what it did is not known any more.";

    private readonly Dictionary<long, List<Applier.Watch>> _byIndex = [];
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <param name="applied">Index up to which entries are applied: who comes too late is told so at once.</param>
    public void Add(Applier.Watch watch, long applied)
    {
        if (watch.Index <= applied) watch.Told.TrySetResult(new Outcome.Unknown(AppliedBefore));
        else if (_count >= Most)
            watch.Told.TrySetResult(new Outcome.Unknown($"{_count} callers wait for entries here, which is the bound."));
        else
        {
            if (!_byIndex.TryGetValue(watch.Index, out var watches)) _byIndex[watch.Index] = watches = new List<Applier.Watch>(1);
            watches.Add(watch);
            _count++;
        }
    }

    /// <summary>All who wait for the entry are told, and do not wait any more.</summary>
    public void Tell(long index, Func<Applier.Watch, Outcome> outcome)
    {
        if (!_byIndex.Remove(index, out var watches)) return;
        _count -= watches.Count;
        foreach (var watch in watches) watch.Told.TrySetResult(outcome(watch));
    }

    /// <summary>The same for all entries up to one.</summary>
    public void TellTo(long index, Outcome outcome)
    {
        foreach (var one in _byIndex.Keys.Where(one => one <= index).ToArray()) Tell(one, _ => outcome);
    }
}
