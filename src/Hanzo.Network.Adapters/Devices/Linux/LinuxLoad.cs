using System.Globalization;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices.Linux;

/// <summary>How busy a Linux machine is; within a container with limits, how much of those is used.</summary>
internal sealed class LinuxLoad
{
    private readonly ISystemAccess _system;
    private readonly CpuMeter _cpu;
    private readonly long? _limit;

    public LinuxLoad(ISystemAccess system, TimeProvider time)
    {
        _system = system;
        _cpu = new CpuMeter(time, () => Cpu(system.ReadText("/proc/stat")));
        _limit = Cgroup.MemoryLimit(system);
    }

    public DeviceLoad Read() => new(_cpu.Read(), Math.Clamp(Memory(), 0, 1));

    /// <summary>Processor time since the start, in ticks of all cores; waiting for disks is idle time.</summary>
    public static CpuTime? Cpu(string? stat)
    {
        var line = Lines.Of(stat) is [var first, ..] ? first.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        if (line.Length < 6 || line[0] != "cpu") return null;
        var ticks = new double[line.Length - 1];
        for (var i = 0; i < ticks.Length; i++)
            if (!double.TryParse(line[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out ticks[i])) return null;
        // user nice system idle iowait irq softirq steal; guest times, after them, are already within user (proc_stat(5)).
        var total = ticks.Take(8).Sum();
        return new CpuTime(total - ticks[3] - ticks[4], total);
    }

    private double Memory()
    {
        var memInfo = _system.ReadText(MemInfo.Path);
        var (total, available) = (MemInfo.Kilobytes(memInfo, "MemTotal") * 1024, MemInfo.Kilobytes(memInfo, "MemAvailable") * 1024);
        if (_limit < total && Cgroup.MemoryInUse(_system) is { } used) return (double)used / _limit.Value;
        return total > 0 && available is { } free ? 1 - ((double)free / total.Value) : 0;
    }
}
