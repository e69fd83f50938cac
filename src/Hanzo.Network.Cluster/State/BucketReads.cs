using System.Collections.Immutable;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.State;

/// <summary>
/// Reads of buckets at several nodes, one at a time for each bucket and consistency. Who comes while one is under way waits for the
/// next, which all of them share: the one under way may have missed what was written just before he came.
/// </summary>
/// <param name="longest">One that is not answered by then is lost, as with a replicator that failed; its callers hear nothing.</param>
internal sealed class BucketReads(TimeProvider time, TimeSpan longest)
{
    /// <summary>Callers that wait.</summary>
    public const int MaxWaiting = 10_000;

    private readonly Dictionary<(int Bucket, StateConsistency Consistency), Line> _lines = [];
    private int _waiting;

    public bool IsFull => _waiting >= MaxWaiting;

    /// <param name="then">Told whether enough nodes have answered.</param>
    /// <returns>The read that has to be made now; null: one is under way.</returns>
    public Round? Add(int bucket, StateConsistency consistency, Action<bool> then)
    {
        if (!_lines.TryGetValue((bucket, consistency), out var line)) _lines[(bucket, consistency)] = line = new Line();
        _waiting++;
        line.Next.Add(then);
        if (line.UnderWay is { } round)
        {
            if (time.GetElapsedTime(round.Began) < longest) return null;
            _waiting -= round.Callers.Length;
        }

        return Begin(bucket, consistency, line);
    }

    /// <summary>The read was answered, whatever the answer.</summary>
    /// <param name="next">The read that has to be made now; null: nobody waits for one.</param>
    /// <returns>False: it had been given up, and its callers with it.</returns>
    public bool End(Round round, out Round? next)
    {
        next = null;
        var key = (round.Bucket, round.Consistency);
        if (!_lines.TryGetValue(key, out var line) || line.UnderWay != round) return false;
        _waiting -= round.Callers.Length;
        if (line.Next.Count > 0) next = Begin(round.Bucket, round.Consistency, line);
        else _lines.Remove(key);
        return true;
    }

    private Round Begin(int bucket, StateConsistency consistency, Line line)
    {
        var round = new Round(bucket, consistency, [.. line.Next], time.GetTimestamp());
        (line.UnderWay, line.Next) = (round, []);
        return round;
    }

    /// <param name="Began">A timestamp of the process's time.</param>
    internal sealed record Round(int Bucket, StateConsistency Consistency, ImmutableArray<Action<bool>> Callers, long Began);

    private sealed class Line
    {
        public Round? UnderWay { get; set; }
        public List<Action<bool>> Next { get; set; } = [];
    }
}
