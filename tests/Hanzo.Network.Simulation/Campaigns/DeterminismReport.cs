using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <param name="Seeds">How many were run in both processes.</param>
/// <param name="Differing">Whose two processes did not agree.</param>
/// <param name="Explanations">Where the first of them parted.</param>
internal sealed record DeterminismReport(int Seeds, ImmutableArray<ulong> Differing, ImmutableArray<string> Explanations, TimeSpan Elapsed)
{
    public IEnumerable<string> Lines()
    {
        var differ = Differing.Length;
        var sum = $"{Seeds} seeds, each in two processes: {Seeds - differ} equal, {differ} differ ({Elapsed.TotalSeconds:0} s)";
        return Explanations.Append(sum);
    }
}
