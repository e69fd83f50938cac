using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>What a worker can simulate: the real network, and toys that show how a campaign takes what must not happen.</summary>
internal static class Variants
{
    public const string Real = "real";

    public static readonly ImmutableSortedDictionary<string, Func<SimulationOptions, SimulationResult>> ByName =
        ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal,
            [
                KeyValuePair.Create<string, Func<SimulationOptions, SimulationResult>>(Real, options => new Simulation(options).Run()),
                KeyValuePair.Create<string, Func<SimulationOptions, SimulationResult>>("toy", ToyNetwork.Run),
                KeyValuePair.Create<string, Func<SimulationOptions, SimulationResult>>("toy-crashes", ToyNetwork.RunOrCrash),
                KeyValuePair.Create<string, Func<SimulationOptions, SimulationResult>>("toy-hangs", ToyNetwork.RunOrHang),
                KeyValuePair.Create<string, Func<SimulationOptions, SimulationResult>>("toy-differs", ToyNetwork.RunByProcess),
            ]);
}
