using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Work;

/// <summary>Chance that depends on the seed and the call alone: a repeated call has the same again.</summary>
internal sealed class CallDice(ulong seed)
{
    public SimulatedRandom For(string call) => new(seed ^ ContentHash.Of(call, []));

    /// <summary>Mostly within <paramref name="usual"/>; one of <paramref name="rarity"/> within <paramref name="rare"/>.</summary>
    public static TimeSpan Time(SimulatedRandom random, TimeRange usual, TimeRange rare, int rarity) =>
        (random.Next(rarity) == 0 ? rare : usual).Draw(random);
}
