using System.Collections.Immutable;
using System.Globalization;

namespace Hanzo.Network.Adapters.Devices.Linux;

/// <summary>/proc/cpuinfo, which every architecture writes in its own words.</summary>
internal static class CpuInfo
{
    public const string Path = "/proc/cpuinfo";

    public static Finding Parse(string? text) => new()
    {
        Model = Lines.Field(text, "Model") is { } board && !long.TryParse(board, CultureInfo.InvariantCulture, out _) ? board : null,
        CpuName = Name(text),
        Cores = Lines.Of(text).Count(IsProcessor) is var count and > 0 ? count : null,
        Features = CpuFeatures.Of(Lines.Words(text, "flags", "Features"), Lines.Words(text, "isa")),
    };

    /// <summary><c>processor : 0</c>, on IBM's <c>processor 0: …</c>; with a capital it is the name of an old ARM.</summary>
    private static bool IsProcessor(string line) => line.StartsWith("processor", StringComparison.Ordinal);

    private static string? Name(string? text) => ArmCores.Describe(ArmParts(text)) ?? Told(text) ?? RiscV(text);

    /// <summary>ARM kernels name a core's family at best; POWER's call it <c>cpu</c>.</summary>
    private static string? Told(string? text) => Lines.Field(text, "model name") ?? Lines.Field(text, "cpu");

    private static string? RiscV(string? text) => (Lines.Field(text, "uarch"), Lines.Field(text, "isa")) switch
    {
        ({ } core, _) => core,
        (null, { } isa) => $"RISC-V {isa.Split('_', ' ')[0]}",
        _ => null,
    };

    /// <summary>Implementer and part of each core.</summary>
    private static ImmutableArray<(string Implementer, string Part)> ArmParts(string? text)
    {
        var parts = ImmutableArray.CreateBuilder<(string, string)>();
        var implementer = ArmCores.Arm;
        foreach (var (name, value) in Lines.Fields(text))
        {
            if (name == "CPU implementer") implementer = value.Trim();
            if (name == "CPU part") parts.Add((implementer, value.Trim()));
        }

        return parts.ToImmutable();
    }
}
