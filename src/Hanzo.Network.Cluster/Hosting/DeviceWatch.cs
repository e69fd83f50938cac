using Hanzo.Network.Devices;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>
/// Finds out what this node's device is: at first what a person says or the probe finds, with what was measured earlier; then,
/// while the node is at work already, what is measured now. Whatever is measured again is told only when it has lasted.
/// </summary>
/// <param name="meter">Null: nothing is measured.</param>
internal sealed class DeviceWatch(
    NodeDevice device, IDeviceProbe probe, TimeProvider time, ILogger<DeviceWatch> log, IThroughputMeter? meter = null)
{
    private DeviceCapabilities _found = NodeDevice.NotProbed;
    private SustainedThroughput _sustained = SustainedThroughput.Unknown;
    private bool _isTold;

    /// <param name="told">What a person says of the device, which then is neither looked at nor measured.</param>
    public async Task LookAsync(DeviceCapabilities? told, CancellationToken cancellation)
    {
        _isTold = told is not null;
        _found = told ?? await probe.ProbeAsync(cancellation);
        device.Current = _found;
        if (!_isTold && meter?.Recall(_found) is { } known) Observe(known);
    }

    /// <summary>Ends when there is no more to measure, or is cancelled without an exception.</summary>
    public async Task MeasureAsync(CancellationToken cancellation)
    {
        if (meter is null || _isTold) return;
        try
        {
            // A measurement comes to an end in its own time; a node that stops does not wait for it.
            await ObserveAsync(meter, cancellation).WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node ends.
        }
        catch (Exception error)
        {
            HostLog.NotMeasured(log, error);
        }
    }

    private async Task ObserveAsync(IThroughputMeter meter, CancellationToken cancellation)
    {
        await foreach (var measured in meter.MeasureAsync(_found, cancellation)) Observe(measured);
    }

    private void Observe(MeasuredThroughput measured)
    {
        var before = _sustained.Told;
        _sustained = _sustained.Observe(measured, time.Elapsed());
        if (_sustained.Told is { } told && !ReferenceEquals(told, before)) device.Current = told.ApplyTo(_found);
    }
}
