using System.Globalization;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>A step as a worker tells it.</summary>
internal static class StepLine
{
    public const string Word = "step ";

    public static string Of(TracedStep step) =>
        string.Create(CultureInfo.InvariantCulture, $"{Word}{step.Step} {step.At.Ticks} {step.Node} {step.Hash:x16}");

    public static TracedStep Parse(string line)
    {
        var words = line[Word.Length..].Split(' ');
        return new TracedStep(
            long.Parse(words[0], CultureInfo.InvariantCulture),
            TimeSpan.FromTicks(long.Parse(words[1], CultureInfo.InvariantCulture)),
            int.Parse(words[2], CultureInfo.InvariantCulture),
            ulong.Parse(words[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
