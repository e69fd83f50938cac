namespace Hanzo.Network.Devices;

/// <summary>Finds out what the processor of this machine achieves.</summary>
public interface IThroughputMeter
{
    /// <summary>What was measured earlier on this hardware, at once; null: nothing that still counts.</summary>
    MeasuredThroughput? Recall(DeviceCapabilities device);

    /// <summary>Measures in the background, for about two seconds at most: once, or again whenever the meter has a reason to.</summary>
    IAsyncEnumerable<MeasuredThroughput> MeasureAsync(DeviceCapabilities device, CancellationToken cancellation);
}
