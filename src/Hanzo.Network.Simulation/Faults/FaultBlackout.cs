using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>
/// What hits all nodes at once, beyond <see cref="FaultLimits"/>: the power of the room, or the lid of the one machine that they
/// run on. What only memories held is lost with the power; the network founds itself again from the journal.
/// </summary>
internal static class FaultBlackout
{
    private static readonly EnvironmentWeights Power = new(OneMachine: 1, Home: 1, Rack: 1, Wide: 0);
    private static readonly EnvironmentWeights Lid = new(OneMachine: 1, Home: 0, Rack: 0, Wide: 0);

    /// <summary>Machines of one room come back one after the other within this.</summary>
    private static readonly TimeSpan Staggering = TimeSpan.FromSeconds(15);

    /// <returns>None in an environment that has no such thing.</returns>
    public static List<Fault> Draw(SimulatedRandom random, SimulatedEnvironment environment, int nodes, TimeSpan at)
    {
        var lid = Lid.In(environment);
        var all = Power.In(environment) + lid;
        if (all == 0) return [];
        at = TimeSpan.FromMilliseconds(Math.Round(at.TotalMilliseconds));
        var lasts = TimeSpan.FromMilliseconds(2_000 + random.Next(30_000));
        if (random.Next(all) < lid) return [.. Enumerable.Range(0, nodes).Select(node => new Fault(FaultKind.Sleep, at, lasts, node))];
        return
        [
            .. Enumerable.Range(0, nodes).Select(node => new Fault(FaultKind.PowerLoss, at, lasts + Staggered(random), node)),
            new Fault(FaultKind.JournalPowerLoss, at, lasts),
        ];
    }

    private static TimeSpan Staggered(SimulatedRandom random) =>
        TimeSpan.FromMilliseconds(random.Next((int)Staggering.TotalMilliseconds));
}
