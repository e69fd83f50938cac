using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Hanzo.Network.Adapters.Devices.Gpus;

namespace Hanzo.Network.Adapters.Devices.Linux;

/// <summary>
/// NVIDIA's boards. Their GPU shares the memory with the processor, and no tool tells of it on most of them: what they
/// are is known by the module's number in the device tree.
/// </summary>
internal static partial class Jetson
{
    /// <summary>Of NVIDIA's Linux for Tegra; hosts show it to containers.</summary>
    public const string ReleasePath = "/etc/nv_tegra_release";

    // After the device trees of NVIDIA's L4T; the first that fits counts. Some modules exist with two sizes of memory, in
    // gigabytes, and differ in speed: then the name tells which it is.
    private static readonly ImmutableArray<(string Mark, string Name, int[] Memory)> Modules =
    [
        ("p3767-0000", "Orin NX", [16]), ("p3767-0001", "Orin NX", [8]),
        ("p3767-0003", "Orin Nano", [8]), ("p3767-0004", "Orin Nano", [4]), ("p3767-0005", "Orin Nano", [8]),
        ("p3701-0005", "AGX Orin", [64]), ("p3701", "AGX Orin", [32, 64]), ("p3834", "AGX Thor", []), ("p3668", "Xavier NX", [8, 16]),
        ("p2888", "AGX Xavier", [32, 64]), ("p3636", "TX2 NX", []), ("p3489", "TX2i", []), ("p3310", "TX2", []), ("p3448", "Nano", []),
        ("p2180", "TX1", []),
    ];

    // Without a module's number, the words of the model; longer names first.
    private static readonly ImmutableArray<(string Words, string Name, int[] Memory)> Models =
    [
        ("agx orin", "AGX Orin", [32, 64]), ("orin nx", "Orin NX", [8, 16]), ("orin nano", "Orin Nano", [4, 8]), ("thor", "AGX Thor", []),
        ("xavier nx", "Xavier NX", [8, 16]), ("xavier", "AGX Xavier", [32, 64]), ("jetson-agx", "AGX Xavier", [32, 64]),
        ("tx2 nx", "TX2 NX", []), ("tx2", "TX2", []), ("quill", "TX2", []), ("tx1", "TX1", []), ("jetson nano", "Nano", []),
    ];

    // Without either (a container): the chip's generation alone.
    private static readonly ImmutableArray<(string Chip, string Name)> Chips =
    [
        ("tegra264", "AGX Thor"), ("tegra234", "Orin"), ("tegra194", "Xavier"), ("tegra186", "TX2"), ("tegra210", "Nano"),
    ];

    /// <summary>Its GPU; null when it is no Jetson.</summary>
    public static FoundGpu? Find(string? model, string? compatible, string? release, string? memInfo)
    {
        var version = Release(release);
        if (version is null && compatible?.Contains("nvidia,tegra", StringComparison.Ordinal) != true) return null;
        var gigabytes = MemInfo.Kilobytes(memInfo, "MemTotal") / (1024.0 * 1024);
        var name = $"NVIDIA Jetson {Name(model ?? "", compatible ?? "", gigabytes)}".TrimEnd();
        return new FoundGpu(name, GpuVendors.Nvidia) { Driver = version };
    }

    /// <summary><c># R35 (release), REVISION: 4.1, …</c> is L4T 35.4.1.</summary>
    public static string? Release(string? text) =>
        ReleaseLine().Match(text ?? "") is { Success: true } match ? $"L4T {match.Groups[1].Value}.{match.Groups[2].Value}" : null;

    private static string Name(string model, string compatible, double? gigabytes)
    {
        foreach (var (mark, name, memory) in Modules)
            if (compatible.Contains(mark, StringComparison.Ordinal)) return WithMemory(name, memory, gigabytes);
        foreach (var (words, name, memory) in Models)
            if (model.Contains(words, StringComparison.OrdinalIgnoreCase)) return WithMemory(name, memory, gigabytes);
        return Chips.FirstOrDefault(known => compatible.Contains(known.Chip, StringComparison.Ordinal)).Name ?? "";
    }

    /// <summary>The kernel tells a little less than there is.</summary>
    private static string WithMemory(string name, int[] sizes, double? gigabytes)
    {
        var size = sizes.Length == 1 ? sizes[0] : sizes.FirstOrDefault(size => gigabytes <= size && gigabytes > size * 0.75);
        return size == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {size}GB");
    }

    [GeneratedRegex(@"R(\d{1,3}) \(release\), REVISION: ([\d.]{1,10})", RegexOptions.CultureInvariant)]
    private static partial Regex ReleaseLine();
}
