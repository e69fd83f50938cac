namespace Hanzo.Network.Devices;

/// <summary>Looks at the machine. Never throws for a missing tool or file; what failed is in the notes.</summary>
public interface IDeviceProbe
{
    Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation);

    /// <summary>At once, without waiting for a tool.</summary>
    DeviceLoad ReadLoad();
}
