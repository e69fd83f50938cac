using System.Collections.Frozen;
using System.Globalization;

namespace Hanzo.Network.Adapters.Devices.Linux;

/// <summary>
/// Names of ARM cores by implementer and part of their Main ID Register, after the Technical Reference Manuals of Arm
/// and the kernel's arch/arm64/include/asm/cputype.h.
/// </summary>
internal static class ArmCores
{
    public const string Arm = "0x41";
    private const string Other = "other";

    private static readonly FrozenDictionary<(string Implementer, string Part), string> Names =
        new (string Implementer, string Part, string Name)[]
        {
            (Arm, "0xb76", "ARM1176"), (Arm, "0xc07", "Cortex-A7"), (Arm, "0xc08", "Cortex-A8"), (Arm, "0xc09", "Cortex-A9"),
            (Arm, "0xc0f", "Cortex-A15"), (Arm, "0xd03", "Cortex-A53"), (Arm, "0xd04", "Cortex-A35"), (Arm, "0xd05", "Cortex-A55"),
            (Arm, "0xd07", "Cortex-A57"), (Arm, "0xd08", "Cortex-A72"), (Arm, "0xd09", "Cortex-A73"), (Arm, "0xd0a", "Cortex-A75"),
            (Arm, "0xd0b", "Cortex-A76"), (Arm, "0xd0c", "Neoverse-N1"), (Arm, "0xd0d", "Cortex-A77"), (Arm, "0xd0e", "Cortex-A76AE"),
            (Arm, "0xd40", "Neoverse-V1"), (Arm, "0xd41", "Cortex-A78"), (Arm, "0xd42", "Cortex-A78AE"), (Arm, "0xd44", "Cortex-X1"),
            (Arm, "0xd46", "Cortex-A510"), (Arm, "0xd47", "Cortex-A710"), (Arm, "0xd48", "Cortex-X2"), (Arm, "0xd49", "Neoverse-N2"),
            (Arm, "0xd4a", "Neoverse-E1"), (Arm, "0xd4b", "Cortex-A78C"), (Arm, "0xd4d", "Cortex-A715"), (Arm, "0xd4e", "Cortex-X3"),
            (Arm, "0xd4f", "Neoverse-V2"), (Arm, "0xd80", "Cortex-A520"), (Arm, "0xd81", "Cortex-A720"), (Arm, "0xd82", "Cortex-X4"),
            (Arm, "0xd83", "Neoverse-V3AE"), (Arm, "0xd84", "Neoverse-V3"), (Arm, "0xd85", "Cortex-X925"), (Arm, "0xd87", "Cortex-A725"),
            (Arm, "0xd8e", "Neoverse-N3"),
            ("0x43", "0x0a1", "ThunderX"), ("0x43", "0x0af", "ThunderX2"), ("0x46", "0x001", "A64FX"), ("0x48", "0xd01", "Kunpeng 920"),
            ("0x4e", "0x003", "NVIDIA Denver 2"), ("0x4e", "0x004", "NVIDIA Carmel"), ("0x4e", "0x010", "NVIDIA Olympus"),
            ("0x51", "0x001", "Oryon"), ("0x61", "0x022", "Apple M1 Icestorm"), ("0x61", "0x023", "Apple M1 Firestorm"),
            ("0x61", "0x024", "Apple M1 Pro Icestorm"), ("0x61", "0x025", "Apple M1 Pro Firestorm"),
            ("0x61", "0x028", "Apple M1 Max Icestorm"), ("0x61", "0x029", "Apple M1 Max Firestorm"),
            ("0x61", "0x032", "Apple M2 Blizzard"), ("0x61", "0x033", "Apple M2 Avalanche"),
            ("0x61", "0x034", "Apple M2 Pro Blizzard"), ("0x61", "0x035", "Apple M2 Pro Avalanche"),
            ("0x61", "0x038", "Apple M2 Max Blizzard"), ("0x61", "0x039", "Apple M2 Max Avalanche"),
            ("0x6d", "0xd49", "Azure Cobalt 100"), ("0xc0", "0xac3", "Ampere-1"), ("0xc0", "0xac4", "Ampere-1A"),
        }.ToFrozenDictionary(core => (core.Implementer, core.Part), core => core.Name);

    /// <summary><c>Cortex-A76</c>, with several kinds <c>4x Cortex-A55 + 4x Cortex-A76</c>; null without a core that is known.</summary>
    public static string? Describe(IEnumerable<(string Implementer, string Part)> cores)
    {
        var kinds = cores
            .Select(core => Names.GetValueOrDefault((core.Implementer.ToLowerInvariant(), core.Part.ToLowerInvariant()), Other))
            .CountBy(name => name)
            .ToArray();
        if (Array.TrueForAll(kinds, kind => kind.Key == Other)) return null;
        return kinds.Length == 1
            ? kinds[0].Key
            : string.Join(" + ", kinds.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value}x {kind.Key}")));
    }
}
