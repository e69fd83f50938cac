using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Adapters.Devices.Gpus;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>One device out of what all sources tell; of two that tell the same, the first counts.</summary>
internal static class ProbeResult
{
    private const string Unknown = "unknown";

    /// <param name="findings">The most trustworthy first.</param>
    /// <param name="fallback">The model's name when nobody tells one.</param>
    public static DeviceCapabilities Of(IReadOnlyList<Finding> findings, FlopsTable table, string fallback)
    {
        var notes = findings.SelectMany(finding => finding.Notes).Distinct().ToList();
        var gpus = GpuMerge.Merge(findings.Select(finding => finding.Gpus));
        var devices = gpus.Select(gpu => Device(gpu, table)).ToImmutableArray();
        var cpu = Cpu(findings, notes);
        var memory = Memory(findings, notes);
        var chip = devices.IsEmpty ? First(findings, finding => finding.Chip) ?? cpu.Name ?? Unknown : devices[0].Name;
        var computing = devices.IsEmpty ? [(chip, table.FlopsOf(chip))] : Computing(gpus, devices);
        if (!devices.IsEmpty) AddUnknown(notes, [.. computing.Where(one => one.Flops == Flops.Unknown).Select(one => one.Name)]);
        return new DeviceCapabilities
        {
            Model = First(findings, finding => finding.Model) ?? fallback,
            Chip = chip,
            MemoryMb = memory,
            Flops = FlopsTable.Sum([.. computing.Select(one => one.Flops)]),
            Gpus = devices,
            Cpu = cpu,
            Notes = [.. notes],
        };
    }

    private static string? First(IReadOnlyList<Finding> findings, Func<Finding, string?> text) =>
        Lines.Clean(findings.Select(text).FirstOrDefault(told => told is not null));

    private static GpuDevice Device(FoundGpu gpu, FlopsTable table)
    {
        var memory = InRange(gpu.MemoryMb, DeviceLimits.MaxMemoryMb);
        if (gpu.Vendor == GpuVendors.Intel && GpuVendors.IsIntegrated(gpu)) memory = null; // Windows tells what it may share
        return new GpuDevice(Lines.Clean(gpu.Name) ?? Unknown, memory)
        {
            Vendor = gpu.Vendor,
            Driver = gpu.Driver,
            Flops = table.FlopsOf(gpu.Name, memory),
        };
    }

    /// <summary>Beside a card, what is part of the processor shows the screen.</summary>
    private static (string Name, Flops Flops)[] Computing(ImmutableArray<FoundGpu> gpus, ImmutableArray<GpuDevice> devices)
    {
        var cards = devices.Where((_, index) => !GpuVendors.IsIntegrated(gpus[index])).ToArray();
        return [.. (cards.Length > 0 ? cards : [.. devices]).Select(gpu => (gpu.Name, gpu.Flops))];
    }

    private static CpuDevice Cpu(IReadOnlyList<Finding> findings, List<string> notes)
    {
        var cores = findings.Select(finding => InRange(finding.Cores, DeviceLimits.MaxCores)).FirstOrDefault(told => told is not null);
        var limit = findings.Min(finding => InRange(finding.CoreLimit, DeviceLimits.MaxCores));
        if (limit < cores)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"this process may use {limit} of {cores} cores."));
        return new CpuDevice(First(findings, finding => finding.CpuName), (int?)(limit < cores ? limit : cores ?? limit))
        {
            Features = findings.Select(finding => finding.Features).FirstOrDefault(told => !told.IsEmpty, []),
        };
    }

    private static long? Memory(IReadOnlyList<Finding> findings, List<string> notes)
    {
        var total = findings.Select(finding => InRange(finding.MemoryMb, DeviceLimits.MaxMemoryMb))
            .FirstOrDefault(told => told is not null);
        var limit = findings.Min(finding => InRange(finding.MemoryLimitMb, DeviceLimits.MaxMemoryMb));
        if (limit is null || limit >= total) return total;
        var of = total is null ? "" : string.Create(CultureInfo.InvariantCulture, $" of {total}");
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"memory is limited to {limit}{of} MB by the container."));
        return limit;
    }

    private static long? InRange(long? value, long most) => value is { } told && told > 0 && told <= most ? told : null;

    /// <summary>Of GPUs; what a processor achieves can be measured.</summary>
    private static void AddUnknown(List<string> notes, string[] names)
    {
        if (names.Length > 0) notes.Add($"TFLOPS of {string.Join(" + ", names)} are not in the table; a device file can give them.");
    }
}
