using Hanzo.Network.Simulation.Replay;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>Where two processes that should have done the same parted.</summary>
internal static class FirstDifference
{
    /// <returns>Null: they are equal.</returns>
    public static int? Find<T>(IReadOnlyList<T> one, IReadOnlyList<T> other)
    {
        var equal = one.Zip(other).TakeWhile(pair => EqualityComparer<T>.Default.Equals(pair.First, pair.Second)).Count();
        return equal == one.Count && equal == other.Count ? null : equal;
    }

    public static string Explain(StepLog one, StepLog other, TimeSpan from, TimeSpan to)
    {
        var window = $"between {from} and {to}";
        if (Find(one.Steps, other.Steps) is not { } step) return $"two new processes parted {window}, but not when every step was told.";
        var line = Find(one.Lines, other.Lines) is { } index
            ? $"; first recorded difference: '{At(one.Lines, index)}' and '{At(other.Lines, index)}'"
            : "; nothing that was recorded differs by then";
        return $"first differing step {window}: {Text(one.Steps, step)} and {Text(other.Steps, step)}{line}";
    }

    private static string Text(IReadOnlyList<TracedStep> steps, int index) => index >= steps.Count
        ? "no step"
        : $"step {steps[index].Step} at {steps[index].At} of n{steps[index].Node} (hash {SeedReport.HashText(steps[index].Hash)})";

    private static string At(IReadOnlyList<string> lines, int index) => index < lines.Count ? lines[index] : "nothing";
}
