using System.Collections.Frozen;
using System.Globalization;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>What the files of /proc and /sys say; each parser takes anything and returns null for what is not there.</summary>
internal static class LinuxFiles
{
    // Arm Ltd.'s part numbers (implementer 0x41) of cores that small boards have: Main ID Register, Technical Reference Manuals.
    private static readonly FrozenDictionary<string, string> ArmParts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["0xd03"] = "Cortex-A53",
        ["0xd04"] = "Cortex-A35",
        ["0xd05"] = "Cortex-A55",
        ["0xd07"] = "Cortex-A57",
        ["0xd08"] = "Cortex-A72",
        ["0xd0b"] = "Cortex-A76",
        ["0xd42"] = "Cortex-A78AE",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string? CpuName(string? cpuInfo) =>
        Field(cpuInfo, "model name") ?? (Field(cpuInfo, "CPU part") is { } part ? ArmParts.GetValueOrDefault(part) : null);

    public static int? CpuCount(string? cpuInfo) =>
        cpuInfo?.Split('\n').Count(line => line.StartsWith("processor", StringComparison.Ordinal)) is { } count and > 0 ? count : null;

    /// <summary>The board's name; device trees end texts with a zero character.</summary>
    public static string? BoardModel(string? deviceTreeModel) => Clean(deviceTreeModel?.Split('\0')[0]);

    /// <summary>
    /// The chip in a device tree's list from special to general: <c>raspberrypi,4-model-b, brcm,bcm2711</c> is a
    /// BCM2711.
    /// </summary>
    public static string? BoardChip(string? deviceTreeCompatible)
    {
        var last = deviceTreeCompatible?.Split('\0', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return last is null ? null : Clean(last[(last.IndexOf(',', StringComparison.Ordinal) + 1)..].ToUpperInvariant());
    }

    public static string? Product(string? vendor, string? product)
    {
        var (by, name) = (Clean(vendor), Clean(product));
        if (name is null || by is null) return name;
        return name.StartsWith(by, StringComparison.OrdinalIgnoreCase) ? name : $"{by} {name}";
    }

    public static long? KiloBytes(string? memInfo, string field)
    {
        var number = Field(memInfo, field)?.Split(' ')[0];
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    /// <summary>The memory limit of a container in bytes; null: none.</summary>
    public static long? MemoryLimit(string? cgroupMemoryMax) =>
        long.TryParse(cgroupMemoryMax?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes : null;

    /// <summary>Processor time since the start, in ticks of all cores; waiting for disks is idle time.</summary>
    public static CpuTime? Cpu(string? stat)
    {
        var line = stat?.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (line is null || line.Length < 6 || line[0] != "cpu") return null;
        var ticks = new double[line.Length - 1];
        for (var i = 0; i < ticks.Length; i++)
            if (!double.TryParse(line[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out ticks[i])) return null;
        // user nice system idle iowait irq softirq steal; guest times, after them, are already within user (proc_stat(5)).
        var total = ticks.Take(8).Sum();
        return new CpuTime(total - ticks[3] - ticks[4], total);
    }

    private static string? Field(string? text, string name)
    {
        foreach (var line in text?.Split('\n') ?? [])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Trim().Equals(name, StringComparison.Ordinal)) return Clean(line[(colon + 1)..]);
        }

        return null;
    }

    private static string? Clean(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
