using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Hanzo.Network.Simulation.Checks;

namespace Hanzo.Network.Simulation.Replay;

/// <summary>What one seed came to, as it goes from process to process and to people who asked for JSON.</summary>
public sealed record SeedReport
{
    public required ulong Seed { get; init; }

    /// <summary>Where the network was; empty when the simulation did not get to its end.</summary>
    public string Environment { get; init; } = "";

    /// <summary>Sixteen hexadecimal digits; empty when the simulation did not get to its end.</summary>
    public string Hash { get; init; } = "";

    public long Steps { get; init; }

    public double VirtualSeconds { get; init; }

    /// <summary>Of the machine; null: nobody measured.</summary>
    public double? RealSeconds { get; init; }

    public double? CpuSeconds { get; init; }

    public int Faults { get; init; }

    public ImmutableArray<VerdictReport> Verdicts { get; init; } = [];

    public ImmutableSortedDictionary<string, long> Coverage { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Why the simulation did not get to its end; null: it did.</summary>
    public string? Error { get; init; }

    /// <summary>The smallest plan of faults that is known to break the same; null: none was looked for.</summary>
    public string? Shrunk { get; init; }

    /// <summary>The command that replays it.</summary>
    public string? Replay { get; init; }

    [JsonIgnore]
    public bool Holds => Error is null && Verdicts.All(verdict => verdict.Holds);

    public static SeedReport Of(SimulationResult result) => new()
    {
        Seed = result.Options.Seed,
        Environment = SimulatedPlaces.NameOf(result.Options),
        Hash = HashText(result.Hash),
        Steps = result.Steps,
        VirtualSeconds = result.Virtual.TotalSeconds,
        Faults = result.Plan.Faults.Length,
        Verdicts = [.. result.Verdicts.Select(VerdictReport.Of)],
        Coverage = result.Coverage.Counts,
    };

    public static string HashText(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);
}

/// <param name="AtSeconds">When it was first broken.</param>
public sealed record VerdictReport(string Checker, bool Holds, long Checked, double AtSeconds, string Why)
{
    public static VerdictReport Of(Verdict verdict) =>
        new(verdict.Checker, verdict.Holds, verdict.Checked, verdict.At.TotalSeconds, verdict.Why);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SeedReport))]
public sealed partial class SeedReportJson : JsonSerializerContext;
