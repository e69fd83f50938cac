using System.Collections.Frozen;

namespace Hanzo.Network.Adapters.Devices.Linux;

/// <summary>Boards with a device tree: Raspberry Pi, Jetson, other single-board computers, Macs with Linux.</summary>
internal static class Board
{
    private const string Folder = "/proc/device-tree";

    // Apple's numbers of its chips, after the kernel's arch/arm64/boot/dts/apple.
    private static readonly FrozenDictionary<string, string> AppleChips = new Dictionary<string, string>
    {
        ["t8103"] = "Apple M1", ["t6000"] = "Apple M1 Pro", ["t6001"] = "Apple M1 Max", ["t6002"] = "Apple M1 Ultra",
        ["t8112"] = "Apple M2", ["t6020"] = "Apple M2 Pro", ["t6021"] = "Apple M2 Max", ["t6022"] = "Apple M2 Ultra",
    }.ToFrozenDictionary();

    public static Finding Look(ISystemAccess system)
    {
        var model = Model(system.ReadText($"{Folder}/model"));
        var compatible = system.ReadText($"{Folder}/compatible");
        var jetson = Jetson.Find(model, compatible, system.ReadText(Jetson.ReleasePath), system.ReadText(MemInfo.Path));
        return new Finding { Model = jetson?.Name ?? model, Chip = Chip(compatible), Gpus = jetson is null ? [] : [jetson] };
    }

    /// <summary>Device trees end texts with a zero character.</summary>
    public static string? Model(string? model) =>
        Lines.Clean(model?.Split('\0')[0]) is { } name && !name.StartsWith("linux,", StringComparison.Ordinal) ? name : null;

    /// <summary>
    /// The chip in a device tree's list from special to general: <c>raspberrypi,4-model-b, brcm,bcm2711</c> is a
    /// BCM2711.
    /// </summary>
    public static string? Chip(string? compatible)
    {
        var parts = (compatible ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var names = parts.Select(part => part[(part.IndexOf(',', StringComparison.Ordinal) + 1)..]).ToArray();
        if (names.Select(name => AppleChips.GetValueOrDefault(name)).FirstOrDefault(name => name is not null) is { } apple) return apple;
        return parts.Length == 0 || parts[^1].StartsWith("linux,", StringComparison.Ordinal)
            ? null
            : Lines.Clean(names[^1].ToUpperInvariant());
    }
}
