using System.Collections.Immutable;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Tests.Variants;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>
/// What a worker can simulate: the real network, broken ones that a checker has to find, and what shows how a campaign takes that which
/// must not happen.
/// </summary>
internal static class Variants
{
    public const string Real = "real";

    /// <summary>The real network, judged by a property that no network has.</summary>
    public const string Impossible = "impossible";

    public static readonly ImmutableSortedDictionary<string, Func<SimulationOptions, SimulationResult>> ByName =
        new Dictionary<string, Func<SimulationOptions, SimulationResult>>
        {
            [Real] = RunReal,
            [Impossible] = RunImpossible,
            ["toy"] = ToyNetwork.Run,
            ["toy-crashes"] = ToyNetwork.RunOrCrash,
            ["toy-hangs"] = ToyNetwork.RunOrHang,
            ["toy-differs"] = ToyNetwork.RunByProcess,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal)
            .AddRange(BrokenVariants.ByName.Select(broken => KeyValuePair.Create(broken.Key, RunBroken(broken.Value))));

    private static SimulationResult RunReal(SimulationOptions options) => new Simulation(options).Run();

    private static Func<SimulationOptions, SimulationResult> RunBroken(SimulationVariant variant) =>
        options => new Simulation(options, variant).Run();

    private static SimulationResult RunImpossible(SimulationOptions options)
    {
        var result = RunReal(options);
        var broken = new Verdict("nothing happens", Holds: false, result.Steps, result.Virtual, $"there were {result.Steps} steps");
        return result with { Verdicts = result.Verdicts.Add(broken) };
    }
}
