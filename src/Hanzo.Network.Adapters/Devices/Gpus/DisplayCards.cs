using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Hanzo.Network.Adapters.Devices.Linux;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices.Gpus;

/// <summary>GPUs as Linux's display drivers show them (DRM), whoever made them.</summary>
internal static partial class DisplayCards
{
    private const string Folder = "/sys/class/drm";
    private const string AmdNames = "/usr/share/libdrm/amdgpu.ids";
    private const string DeviceNodes = "/dev/dri";

    // 2D chips of servers' management that carry a vendor's number but compute nothing: ATI's Rage XL and ES1000.
    private static readonly string[] Managers = ["0x4752", "0x515e", "0x5969"];

    public static Finding Look(ISystemAccess system)
    {
        var gpus = Cards(system).Select(card => Read(system, card)).OfType<FoundGpu>().Take(DeviceLimits.MaxGpus).ToImmutableArray();
        if (gpus.IsEmpty || !Surroundings.IsContainer(system) || !system.List(DeviceNodes).IsEmpty) return new Finding { Gpus = gpus };
        return new Finding { Notes = [.. gpus.Select(gpu => $"this container has no access to the machine's {gpu.Name}.")] };
    }

    /// <summary>Of the busiest, 0 to 1; null when no driver tells.</summary>
    public static double? Load(ISystemAccess system) =>
        Cards(system).Select(card => Lines.Number(system.ReadText($"{card}/gpu_busy_percent")?.Trim())).Max() / 100.0;

    private static IEnumerable<string> Cards(ISystemAccess system) =>
        system.List(Folder).Where(name => CardName().IsMatch(name)).OrderBy(name => name.Length).Select(name => $"{Folder}/{name}/device");

    private static FoundGpu? Read(ISystemAccess system, string card)
    {
        string? Text(string file) => Lines.Clean(system.ReadText($"{card}/{file}"));
        var (vendor, device, revision) = (Text("vendor"), Text("device"), Text("revision"));
        if (GpuVendors.OfPci(vendor) is not { } maker || !Pci.IsNumber(device) || Managers.Contains(device)) return null;
        var told = Text("product_name") ?? (maker == GpuVendors.Amd ? AmdName(system.ReadText(AmdNames), device!, revision) : null);
        var bytes = Lines.Number(Text("mem_info_vram_total"));
        return new FoundGpu(told ?? PciNames.Of(vendor!, device, revision), maker)
        {
            IsNameless = told is null && !PciNames.Knows(vendor!, device, revision),
            MemoryMb = bytes / (1024 * 1024),
            Bus = Pci.Bus(Variable(system.ReadText($"{card}/uevent"), "PCI_SLOT_NAME")),
        };
    }

    /// <summary>From libdrm's list: <c>744C,\tC8,\tAMD Radeon RX 7900 XTX</c>.</summary>
    private static string? AmdName(string? list, string device, string? revision)
    {
        if (list is null || revision is null) return null;
        foreach (var line in Lines.Of(list))
        {
            var parts = line.Split(',', 3, StringSplitOptions.TrimEntries);
            if (parts.Length == 3 && $"0x{parts[0]}".Equals(device, StringComparison.OrdinalIgnoreCase)
                && $"0x{parts[1]}".Equals(revision, StringComparison.OrdinalIgnoreCase))
                return Lines.Clean(parts[2]);
        }

        return null;
    }

    private static string? Variable(string? uevent, string name)
    {
        foreach (var line in Lines.Of(uevent))
            if (line.StartsWith($"{name}=", StringComparison.Ordinal)) return line[(name.Length + 1)..];
        return null;
    }

    [GeneratedRegex(@"^card\d{1,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex CardName();
}
