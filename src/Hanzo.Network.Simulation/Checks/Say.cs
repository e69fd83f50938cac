using System.Globalization;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>Words of verdicts.</summary>
internal static class Say
{
    public static string Time(TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds:0.###} s");

    public static string Process(int node, int life) => string.Create(CultureInfo.InvariantCulture, $"node {node} (life {life})");
}
