using System.Globalization;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices.Linux;

/// <summary>What a container or service may use, by control groups of either version (cgroups(7)).</summary>
internal static class Cgroup
{
    public const string Root = "/sys/fs/cgroup";
    public const string OwnGroups = "/proc/self/cgroup";
    private const string OwnStatus = "/proc/self/status";

    /// <summary>Version 1's way to say "no limit" is a number that no machine has.</summary>
    private const long Unlimited = 1L << 60;

    private const int MaxGroups = 64;
    private const int MaxPath = 4096;

    public static Finding Look(ISystemAccess system) =>
        new() { MemoryLimitMb = MemoryLimit(system) / (1024 * 1024), CoreLimit = CoreLimit(system) };

    /// <summary>Bytes; null without limit.</summary>
    public static long? MemoryLimit(ISystemAccess system) =>
        Least(Folders(system, "memory").SelectMany(folder => new[]
        {
            Bytes(system.ReadText($"{folder}/memory.max")), Bytes(system.ReadText($"{folder}/memory.limit_in_bytes")),
        }));

    /// <summary>Bytes that are used where <see cref="MemoryLimit"/> holds; null when that is not told.</summary>
    public static long? MemoryInUse(ISystemAccess system)
    {
        string[] files = ["memory.current", "memory.usage_in_bytes"];
        foreach (var folder in Folders(system, "memory"))
            foreach (var file in files)
                if (Bytes(system.ReadText($"{folder}/{file}")) is { } used) return used;
        return null;
    }

    private static int? CoreLimit(ISystemAccess system)
    {
        var quota = Least(Folders(system, "cpu").SelectMany(folder => new[]
        {
            Cores(system.ReadText($"{folder}/cpu.max")),
            Cores($"{system.ReadText($"{folder}/cpu.cfs_quota_us")} {system.ReadText($"{folder}/cpu.cfs_period_us")}"),
        }));
        var least = Least([quota, CountOf(Lines.Field(system.ReadText(OwnStatus), "Cpus_allowed_list"))]);
        return least <= DeviceLimits.MaxCores ? (int)least : null;
    }

    /// <summary>
    /// The group's own folder and those above it, since each limits. Within a container the root may be the own folder
    /// already: then the path that the kernel tells is not there.
    /// </summary>
    private static IEnumerable<string> Folders(ISystemAccess system, string controller)
    {
        var own = Lines.Of(system.ReadText(OwnGroups))
            .Where(line => line.Length <= MaxPath)
            .Take(MaxGroups)
            .Select(line => line.TrimEnd().Split(':', 3))
            .Where(parts => parts.Length == 3);
        foreach (var parts in own)
        {
            var isUnified = parts[1].Length == 0;
            if (!isUnified && !parts[1].Split(',').Contains(controller)) continue;
            var root = isUnified ? Root : $"{Root}/{controller}";
            for (var path = parts[2].TrimEnd('/'); path.Length > 0; path = path[..Math.Max(0, path.LastIndexOf('/'))])
                yield return root + path;
        }

        yield return Root;
        yield return $"{Root}/{controller}";
    }

    private static long? Bytes(string? text) => Lines.Number(text?.Trim()) is { } bytes and > 0 and < Unlimited ? bytes : null;

    /// <summary><c>quota period</c> in microseconds, the quota <c>max</c> or -1 without limit; a part of a core counts as one.</summary>
    private static long? Cores(string? text)
    {
        var parts = text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (parts.Length != 2) return null;
        var (quota, period) = (Lines.Number(parts[0]), Lines.Number(parts[1]));
        return quota > 0 && period > 0 ? (long)Math.Ceiling((double)quota / period.Value) : null;
    }

    /// <summary>How many numbers a list such as <c>0-3,8</c> names.</summary>
    private static long? CountOf(string? list)
    {
        long count = 0;
        foreach (var part in list?.Split(',') ?? [])
        {
            var ends = part.Split('-');
            var valid = int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                & int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last);
            if (!valid || ends.Length > 2 || last < first) return null;
            count += last - first + 1L;
        }

        return count > 0 ? count : null;
    }

    private static long? Least(IEnumerable<long?> values) => values.Min();
}
