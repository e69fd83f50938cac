using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Devices;
using Hanzo.Network.Tests;

namespace Hanzo.Network.Adapters.Tests.Devices;

/// <summary>Probes of machines made of texts.</summary>
internal static class Probing
{
    public static DeviceProbe Of(ISystemAccess system, Platform platform, TimeProvider? time = null) => new(
        system,
        platform.Sources,
        platform.Name,
        FlopsTable.Builtin,
        () => default,
        new GpuMeter(time ?? new ManualTime(), _ => Task.FromResult<double?>(null)),
        time ?? new ManualTime());

    public static Task<DeviceCapabilities> ProbeAsync(ISystemAccess system, Platform platform) =>
        Of(system, platform).ProbeAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
}
