using System.Collections.Immutable;
using Hanzo.Network.Cluster.Membership;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>Downing that takes the first refused dial for a crash, whoever else hears the member.</summary>
internal static class BelievesRefusals
{
    public static (DowningState State, ImmutableArray<DowningEffect> Effects) Step(
        DowningState state, DowningInput input, TimeSpan now)
    {
        var (next, effects) = DowningDecider.Step(state, input, now);
        return input is DowningInput.Dialled { Result: DialResult.Refused } dialled && next.Members.ContainsKey(dialled.Address)
            ? (next, effects.Add(new DowningEffect.Down(dialled.Address, "its port refused a dial")))
            : (next, effects);
    }
}
