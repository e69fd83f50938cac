using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>The last line of a campaign that reports in JSON.</summary>
internal sealed record CampaignBody(
    long Seeds,
    long Failed,
    double Seconds,
    double SeedsPerSecond,
    double VirtualPerReal,
    double CpuSecondsPerSeed,
    long StepsPerSeed,
    ImmutableArray<CheckerTally> Checkers,
    ImmutableSortedDictionary<string, long> Coverage)
{
    public static CampaignBody Of(CampaignTally tally, TimeSpan elapsed)
    {
        var (seconds, seeds) = (Math.Max(elapsed.TotalSeconds, 0.001), Math.Max(tally.Seeds, 1));
        return new CampaignBody(
            tally.Seeds,
            tally.Failed,
            seconds,
            tally.Seeds / seconds,
            tally.VirtualSeconds / seconds,
            tally.CpuSeconds / seeds,
            tally.Steps / seeds,
            [.. tally.Checkers.Values],
            tally.Coverage.Counts);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CampaignBody))]
internal sealed partial class CampaignJson : JsonSerializerContext;
