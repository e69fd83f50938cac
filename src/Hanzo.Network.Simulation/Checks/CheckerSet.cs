using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>Tells several checkers of everything, and asks each at the end.</summary>
public sealed class CheckerSet(ImmutableArray<IChecker> checkers)
{
    /// <summary>A fresh set of all properties.</summary>
    public CheckerSet()
        : this(Checkers.All())
    {
    }

    public void See(Observation observation)
    {
        foreach (var checker in checkers) checker.See(observation);
    }

    /// <summary>After the last observation, once.</summary>
    public ImmutableArray<Verdict> Conclude(TimeSpan at) => [.. checkers.Select(checker => checker.Conclude(at))];
}
