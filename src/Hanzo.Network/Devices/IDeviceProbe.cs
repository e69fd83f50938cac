namespace Hanzo.Network.Devices;

/// <summary>Looks at the machine. Never throws for a missing tool or file; what failed is in the notes.</summary>
public interface IDeviceProbe
{
    Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation);

    /// <summary>CPU and memory use now, 0 to 1 each.</summary>
    (double Cpu, double Memory) ReadLoad();
}
