using System.Text.RegularExpressions;

namespace Hanzo.Network.Adapters.Devices.Gpus;

/// <summary>Who makes GPUs that can compute, and which display adapters are none of those.</summary>
internal static partial class GpuVendors
{
    public const string Nvidia = "NVIDIA";
    public const string Amd = "AMD";
    public const string Intel = "Intel";
    public const string Apple = "Apple";
    public const string Qualcomm = "Qualcomm";

    private static readonly string[] Virtual =
    [
        "basic display", "basic render", "remote display", "remotefx", "hyper-v", "vmware", "virtualbox", "qxl", "virtio", "red hat",
        "aspeed", "matrox", "cirrus", "bochs", "parsec", "citrix", "displaylink", "virtual", "indirect display", "idd ", "spacedesk",
        "teamviewer", "logmein", "mirror", "es1000", "rage xl", "llvmpipe",
    ];

    /// <summary>PCI's number of the vendor: <c>0x10de</c>.</summary>
    public static string? OfPci(string? id) => id?.ToLowerInvariant() switch
    {
        "0x10de" => Nvidia,
        "0x1002" => Amd,
        "0x8086" => Intel,
        "0x106b" => Apple,
        _ => null,
    };

    /// <summary>From a name such as <c>Intel(R) UHD Graphics</c>; null when it tells none of those.</summary>
    public static string? OfName(string? name)
    {
        if (name is null) return null;
        if (NvidiaWords().IsMatch(name)) return Nvidia;
        if (AmdWords().IsMatch(name)) return Amd;
        if (IntelWords().IsMatch(name)) return Intel;
        if (AppleWords().IsMatch(name)) return Apple;
        return QualcommWords().IsMatch(name) ? Qualcomm : null;
    }

    /// <summary>A display of a virtual machine, a server's management or a remote desktop.</summary>
    public static bool IsVirtual(string name) =>
        Array.Exists(Virtual, words => name.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>Part of the processor, sharing its memory.</summary>
    public static bool IsIntegrated(FoundGpu gpu) => gpu.Vendor switch
    {
        Intel => !IntelCards().IsMatch(gpu.Name),
        Amd => AmdIntegrated().IsMatch(gpu.Name),
        Nvidia => NvidiaIntegrated().IsMatch(gpu.Name),
        _ => true,
    };

    [GeneratedRegex(@"nvidia|geforce|quadro|tesla|\b(?:rtx|gtx)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NvidiaWords();

    [GeneratedRegex(
        @"\bamd\b|radeon|\bati\b|firepro|advanced micro devices|instinct", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AmdWords();

    [GeneratedRegex(@"\bintel\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IntelWords();

    [GeneratedRegex(@"\bapple\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AppleWords();

    [GeneratedRegex(@"qualcomm|adreno", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QualcommWords();

    [GeneratedRegex(@"jetson|nvgpu|\b(?:tegra|orin|thor|gb10)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NvidiaIntegrated();

    // Arc A and B, the data center's Flex and Max, and the one Iris that is a card; "Arc 140V", "Arc B390" and plain "Arc Graphics"
    // are not.
    [GeneratedRegex(
        @"\barc(?:\(tm\))?\s+(?:pro\s+)?(?!b3[79]0)[ab]\d{2,3}|\bflex\b|data center gpu max|iris(?:\(r\))?\s+xe\s+max",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IntelCards();

    [GeneratedRegex(
        @"radeon(?:\(tm\))?(?:\s+rx)?(?:\s+vega)?(?:\s+(?:r\d|\d{1,2}))?\s+(?:\w+\s+)?graphics\b"
            + @"|\b[678]\d0m\b|\b80[456]0s\b|custom gpu|vega gfx|\bAPU\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AmdIntegrated();
}
