using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Capacity;

/// <summary>What the runs of a node have achieved: an exponential average per agent and model, the newest first.</summary>
/// <param name="All">At most <see cref="MaxKept"/>; the one that has gone without a run for longest gives way.</param>
public sealed record RunSpeeds(ImmutableArray<RunSpeed> All)
{
    public const int MaxKept = 128;

    /// <summary>Runs that an average is made of: each newer one counts 1/8, the first ones equally.</summary>
    public const int Window = 8;

    /// <summary>A run counts at least this long, since no figure is ever 0.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    public static readonly RunSpeeds None = new([]);

    /// <summary>What the node tells others.</summary>
    public ImmutableArray<RunSpeed> Told { get; } = All.Length <= RunSpeed.MaxTold ? All : All[..RunSpeed.MaxTold];

    public RunSpeeds With(RunSample sample)
    {
        var seconds = Math.Max(sample.Took.TotalSeconds, Shortest.TotalSeconds);
        var tokens = sample.TokensPerSecond is { } rate && double.IsFinite(rate) && rate > 0 ? rate : (double?)null;
        var before = All.FirstOrDefault(speed => speed.Agent == sample.Agent && speed.Model == sample.Model);
        var runs = Math.Min((before?.Runs ?? 0) + 1, Window);
        var now = new RunSpeed(
            sample.Agent,
            sample.Model,
            Averaged(before?.Seconds, seconds, runs) ?? seconds,
            Averaged(before?.TokensPerSecond, tokens, runs),
            runs,
            sample.At)
        {
            ConcurrentRuns = Averaged(before?.ConcurrentRuns, sample.ConcurrentRuns, runs),
        };
        var others = before is null ? All : All.Remove(before);
        if (others.Length >= MaxKept) others = others.RemoveAt(others.Length - 1);
        return new RunSpeeds(others.Insert(0, now));
    }

    private static double? Averaged(double? before, double? sample, int runs) =>
        before is { } old && sample is { } value ? old + ((value - old) / runs) : sample ?? before;
}
