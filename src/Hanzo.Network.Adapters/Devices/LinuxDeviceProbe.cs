using System.Globalization;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>Linux, on servers, boards and in containers.</summary>
internal sealed class LinuxDeviceProbe(ISystemAccess system, TimeProvider time) : IDeviceProbe
{
    private readonly CpuMeter _cpu = new(time, () => LinuxFiles.Cpu(system.ReadText("/proc/stat")));

    public async Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation)
    {
        var cpuInfo = system.ReadText("/proc/cpuinfo");
        var (gpus, problem) = await NvidiaSmi.QueryAsync(system, cancellation);
        var notes = new List<string>();
        if (problem is not null) notes.Add(problem);
        var chip = LinuxFiles.BoardChip(system.ReadText("/proc/device-tree/compatible")) ?? LinuxFiles.CpuName(cpuInfo) ?? "unknown";
        return ProbeResult.Of(Model(), chip, Memory(notes), LinuxFiles.CpuCount(cpuInfo), gpus, notes);
    }

    public DeviceLoad ReadLoad()
    {
        var memInfo = system.ReadText("/proc/meminfo");
        var (total, available) = (LinuxFiles.KiloBytes(memInfo, "MemTotal"), LinuxFiles.KiloBytes(memInfo, "MemAvailable"));
        var memory = total > 0 && available is { } free ? 1 - ((double)free / total.Value) : 0;
        return new DeviceLoad(_cpu.Read(), Math.Clamp(memory, 0, 1));
    }

    private string Model() =>
        LinuxFiles.BoardModel(system.ReadText("/proc/device-tree/model"))
        ?? LinuxFiles.Product(system.ReadText("/sys/class/dmi/id/sys_vendor"), system.ReadText("/sys/class/dmi/id/product_name"))
        ?? "Linux computer";

    private long? Memory(List<string> notes)
    {
        var total = LinuxFiles.KiloBytes(system.ReadText("/proc/meminfo"), "MemTotal") / 1024;
        if (total is null) notes.Add("/proc/meminfo does not tell the memory.");
        var limit = LinuxFiles.MemoryLimit(system.ReadText("/sys/fs/cgroup/memory.max")) / (1024 * 1024);
        if (limit is null || limit >= total) return total;
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"memory is limited to {limit} of {total} MB by the container."));
        return limit;
    }
}
