using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices.Windows;

/// <summary>How busy a Windows machine is.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsLoad(TimeProvider time)
{
    private readonly CpuMeter _cpu = new(time, ReadCpu);

    public DeviceLoad Read()
    {
        var memory = GC.GetGCMemoryInfo();
        var share = memory.TotalAvailableMemoryBytes > 0 ? (double)memory.MemoryLoadBytes / memory.TotalAvailableMemoryBytes : 0;
        return new DeviceLoad(_cpu.Read(), Math.Clamp(share, 0, 1));
    }

    /// <summary>Kernel time includes idle time.</summary>
    private static CpuTime? ReadCpu() =>
        GetSystemTimes(out var idle, out var kernel, out var user) ? new CpuTime(kernel + user - idle, kernel + user) : null;

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetSystemTimes(out long idle, out long kernel, out long user);
}
