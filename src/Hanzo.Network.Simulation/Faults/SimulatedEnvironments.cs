using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Faults;

public static class SimulatedEnvironments
{
    private static readonly EnvironmentWeights Weights = new(OneMachine: 25, Home: 30, Rack: 20, Wide: 25);

    /// <summary>The environment of a seed that was given none.</summary>
    public static SimulatedEnvironment Draw(ulong seed)
    {
        var all = Enum.GetValues<SimulatedEnvironment>();
        var pick = new SimulatedRandom(seed).Fork("environment").Next(all.Sum(Weights.In));
        return all.First(environment => (pick -= Weights.In(environment)) < 0);
    }
}
