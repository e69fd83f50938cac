namespace Hanzo.Network.Node.Chaos;

/// <summary>What somebody was told compared with what is there.</summary>
internal static class Acknowledged
{
    /// <param name="seen">By watchers, at any node.</param>
    /// <param name="history">All steps that are told now.</param>
    /// <returns>A sentence for each step that was seen and is not there, or is another.</returns>
    public static IEnumerable<string> Lost(string run, IEnumerable<SeenStep> seen, IEnumerable<SeenStep> history)
    {
        var there = history.Where(step => step.Sequence is not null).ToDictionary(step => step.Sequence!.Value);
        foreach (var step in seen)
        {
            if (step.Sequence is not { } sequence) continue;
            if (!there.TryGetValue(sequence, out var kept)) yield return $"run {run}: event {sequence}, {step.Type}, was seen and is lost";
            else if ((kept.Type, kept.Data) != (step.Type, step.Data))
                yield return $"run {run}: event {sequence} was seen as {step.Type} {step.Data} and is {kept.Type} {kept.Data}";
        }
    }
}
