using System.Globalization;
using System.Runtime.InteropServices;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>macOS. On Apple silicon the chip's GPU counts for the TFLOPS.</summary>
internal sealed class MacDeviceProbe(ISystemAccess system) : IDeviceProbe
{
    private static readonly string[] Arguments = ["-n", "hw.model", "machdep.cpu.brand_string", "hw.memsize", "hw.ncpu"];

    public async Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation)
    {
        var output = await system.RunAsync("sysctl", Arguments, cancellation);
        return Parse(output);
    }

    public DeviceLoad ReadLoad()
    {
        var memory = GC.GetGCMemoryInfo();
        var share = memory.TotalAvailableMemoryBytes > 0 ? (double)memory.MemoryLoadBytes / memory.TotalAvailableMemoryBytes : 0;
        return new DeviceLoad(Math.Clamp(LoadAverage() / Environment.ProcessorCount, 0, 1), Math.Clamp(share, 0, 1));
    }

    internal static DeviceCapabilities Parse(CommandOutput output)
    {
        var lines = (output.Text ?? "").Split('\n');
        var notes = new List<string>();
        if (output.Text is null) notes.Add(output.Problem ?? "sysctl is not installed.");
        string? Line(int index) => index < lines.Length && lines[index].Trim() is { Length: > 0 } text ? text : null;
        long? Number(int index) =>
            long.TryParse(Line(index), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        return ProbeResult.Of(Line(0) ?? "Mac", Line(1) ?? "unknown", Number(2) / (1024 * 1024), (int?)Number(3), [], notes);
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
