using System.Collections.Immutable;
using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Replay;

/// <summary>Environments as they are written on a command line.</summary>
internal static class SimulatedPlaces
{
    public static readonly ImmutableSortedDictionary<string, SimulatedEnvironment> ByName = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            KeyValuePair.Create("one-machine", SimulatedEnvironment.OneMachine),
            KeyValuePair.Create("home", SimulatedEnvironment.Home),
            KeyValuePair.Create("rack", SimulatedEnvironment.Rack),
            KeyValuePair.Create("wide", SimulatedEnvironment.Wide),
        ]);

    /// <summary>The given one, else the seed's.</summary>
    public static string NameOf(SimulationOptions options) => NameOf(options.Environment ?? SimulatedEnvironments.Draw(options.Seed));

    public static string NameOf(SimulatedEnvironment environment) => ByName.First(pair => pair.Value == environment).Key;
}
