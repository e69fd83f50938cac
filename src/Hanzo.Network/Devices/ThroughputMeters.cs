namespace Hanzo.Network.Devices;

public static class ThroughputMeters
{
    /// <summary>The device with what its processor achieves, measured now where nothing is known from before.</summary>
    public static async Task<DeviceCapabilities> CompleteAsync(
        this IThroughputMeter meter, DeviceCapabilities device, CancellationToken cancellation)
    {
        if (meter.Recall(device) is { } known) return known.ApplyTo(device);
        await foreach (var measured in meter.MeasureAsync(device, cancellation)) return measured.ApplyTo(device);
        return device;
    }
}
