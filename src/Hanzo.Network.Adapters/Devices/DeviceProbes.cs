using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices;

public static class DeviceProbes
{
    /// <summary>The probe for the machine this process runs on.</summary>
    public static IDeviceProbe ForThisMachine(TimeProvider time)
    {
        var system = new SystemAccess(time);
        if (OperatingSystem.IsWindows()) return new WindowsDeviceProbe(system, time);
        return OperatingSystem.IsMacOS() ? new MacDeviceProbe(system) : new LinuxDeviceProbe(system, time);
    }
}
