using System.Collections.Immutable;

namespace Hanzo.Network.Kills.Consensus;

/// <summary>
/// Whether clients could tell the group from one machine: the counter's revisions are a single order, so it is enough that each was given
/// once, on the one before it, and that nobody saw an older one than was known when he asked.
/// </summary>
internal static class ConsensusJudge
{
    /// <param name="found">Keys that are there at the end.</param>
    /// <param name="version">Puts of the counter, as the store counts them.</param>
    public static ImmutableArray<string> Wrong(
        IReadOnlyCollection<ConsensusDeed> deeds, IReadOnlyCollection<ConsensusRead> reads, IReadOnlySet<string> found, long version)
    {
        var wrong = ImmutableArray.CreateBuilder<string>();
        var done = deeds.Where(deed => deed.Revision is not null).OrderBy(deed => deed.Revision).ToArray();
        foreach (var lost in done.Where(deed => !found.Contains(deed.Key)))
            wrong.Add($"{lost.Key}, acknowledged at revision {lost.Revision}, is lost");
        foreach (var forked in done.GroupBy(deed => deed.Expected).Where(same => same.Count() > 1))
            wrong.Add($"{string.Join(" and ", forked.Select(deed => deed.Key))} were both made on revision {forked.Key}");
        foreach (var twice in done.GroupBy(deed => deed.Revision).Where(same => same.Count() > 1))
            wrong.Add($"revision {twice.Key} was given to {string.Join(" and ", twice.Select(deed => deed.Key))}");
        // What nobody answered may have happened.
        if (version > deeds.Count) wrong.Add($"the counter was put {version} times, and {deeds.Count} were asked for");
        if (version < done.Length) wrong.Add($"the counter was put {version} times, and {done.Length} were acknowledged");
        var seen = done.Select(deed => (deed.Began, deed.Ended, Revision: deed.Revision!.Value))
            .Concat(reads.Select(read => (read.Began, read.Ended, read.Revision))).ToArray();
        wrong.AddRange(OutOfOrder(seen));
        return wrong.ToImmutable();
    }

    // By end, so that the highest revision known before a beginning is a look into a list that only grows.
    private static IEnumerable<string> OutOfOrder((TimeSpan Began, TimeSpan Ended, long Revision)[] seen)
    {
        var ends = seen.OrderBy(one => one.Ended).ToArray();
        var (known, at) = (0L, 0);
        foreach (var one in seen.OrderBy(one => one.Began))
        {
            for (; at < ends.Length && ends[at].Ended < one.Began; at++) known = Math.Max(known, ends[at].Revision);
            if (one.Revision < known)
                yield return $"revision {one.Revision} was told at {one.Ended}, when {known} was known at {one.Began}";
        }
    }
}
