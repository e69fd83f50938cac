using System.Runtime.InteropServices;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices.Mac;

/// <summary>How busy a Mac is.</summary>
internal static class MacLoad
{
    public static DeviceLoad Read()
    {
        var memory = GC.GetGCMemoryInfo();
        var share = memory.TotalAvailableMemoryBytes > 0 ? (double)memory.MemoryLoadBytes / memory.TotalAvailableMemoryBytes : 0;
        return new DeviceLoad(Math.Clamp(LoadAverage() / Environment.ProcessorCount, 0, 1), Math.Clamp(share, 0, 1));
    }

    /// <summary>Of the last minute, in cores; the system gives nothing shorter without private interfaces.</summary>
    private static double LoadAverage()
    {
        var averages = new double[1];
        return GetLoadAverage(averages, 1) == 1 ? averages[0] : 0;
    }

    [DllImport("libc", EntryPoint = "getloadavg")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLoadAverage([Out] double[] averages, int count);
}
