namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>Hands out seeds to many workers until they or the time are up.</summary>
internal sealed class SeedQueue(CampaignOptions options, TimeProvider time, CancellationToken stop)
{
    private readonly long _started = time.GetTimestamp();
    private long _taken;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public ulong? Next()
    {
        if (stop.IsCancellationRequested || Elapsed >= options.RealTime) return null;
        var index = Interlocked.Increment(ref _taken) - 1;
        return index < (options.Seeds ?? long.MaxValue) ? unchecked(options.FirstSeed + (ulong)index) : null;
    }
}
