namespace Hanzo.Network.Adapters.Devices.Gpus;

/// <summary>The GPU of a Jetson, whose driver tells its use in thousandths.</summary>
internal static class JetsonLoad
{
    // Orin and later; Xavier and TX2; Nano.
    private static readonly string[] Paths =
    [
        "/sys/devices/platform/bus@0/17000000.gpu/load", "/sys/devices/platform/gpu.0/load", "/sys/devices/gpu.0/load",
        "/sys/devices/17000000.gv11b/load", "/sys/devices/17000000.gp10b/load", "/sys/devices/57000000.gpu/load",
    ];

    public static double? Read(ISystemAccess system) => Paths.Select(path => Lines.Number(system.ReadText(path)?.Trim())).Max() / 1000.0;
}
