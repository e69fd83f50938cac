using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Hanzo.Network.Devices;
using Microsoft.Win32;

namespace Hanzo.Network.Adapters.Devices;

[SupportedOSPlatform("windows")]
internal sealed class WindowsDeviceProbe(ISystemAccess system, TimeProvider time) : IDeviceProbe
{
    private readonly CpuMeter _cpu = new(time, ReadCpu);

    public async Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation)
    {
        var (gpus, problem) = await NvidiaSmi.QueryAsync(system, cancellation);
        List<string> notes = problem is null ? [] : [problem];
        var model = LinuxFiles.Product(
            Value(@"HARDWARE\DESCRIPTION\System\BIOS", "SystemManufacturer"),
            Value(@"HARDWARE\DESCRIPTION\System\BIOS", "SystemProductName"));
        var chip = Value(@"HARDWARE\DESCRIPTION\System\CentralProcessor\0", "ProcessorNameString")?.Trim();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024);
        return ProbeResult.Of(
            model ?? "Windows PC", chip ?? "unknown", memory > 0 ? memory : null, Environment.ProcessorCount, gpus, notes);
    }

    public DeviceLoad ReadLoad()
    {
        var memory = GC.GetGCMemoryInfo();
        var share = memory.TotalAvailableMemoryBytes > 0 ? (double)memory.MemoryLoadBytes / memory.TotalAvailableMemoryBytes : 0;
        return new DeviceLoad(_cpu.Read(), Math.Clamp(share, 0, 1));
    }

    private static string? Value(string key, string name)
    {
        using var opened = Registry.LocalMachine.OpenSubKey(key);
        return opened?.GetValue(name) as string;
    }

    /// <summary>Kernel time includes idle time.</summary>
    private static CpuTime? ReadCpu() =>
        GetSystemTimes(out var idle, out var kernel, out var user) ? new CpuTime(kernel + user - idle, kernel + user) : null;

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetSystemTimes(out long idle, out long kernel, out long user);
}
