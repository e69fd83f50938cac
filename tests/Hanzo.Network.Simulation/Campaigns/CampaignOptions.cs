namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>Many seeds of one network.</summary>
/// <param name="Program">What replays a seed.</param>
/// <param name="Network">Of every seed but for the seed.</param>
/// <param name="Seeds">At most so many; null: until the time is up.</param>
/// <param name="RealTime">Of the machine; null: until the seeds are done.</param>
internal sealed record CampaignOptions(
    string Program, SimulationOptions Network, long? Seeds, TimeSpan? RealTime, ulong FirstSeed, int Workers, bool Shrinks, bool Json)
{
    public const int MaxWorkers = 256;

    /// <summary>A seed whose process says nothing for so long hangs: many times of what the slowest seed takes on a busy machine.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2) + Network.Length / 10;
}
