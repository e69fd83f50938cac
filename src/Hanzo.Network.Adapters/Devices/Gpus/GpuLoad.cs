namespace Hanzo.Network.Adapters.Devices.Gpus;

/// <summary>How busy the busiest GPU is, by whoever tells.</summary>
internal static class GpuLoad
{
    /// <summary>0 to 1; null when nothing tells.</summary>
    public static async Task<double?> ReadAsync(ISystemAccess system, CancellationToken cancellation)
    {
        var nvidia = await NvidiaSmi.LoadAsync(system, cancellation);
        return new[] { nvidia, DisplayCards.Load(system), JetsonLoad.Read(system) }.Max();
    }
}
