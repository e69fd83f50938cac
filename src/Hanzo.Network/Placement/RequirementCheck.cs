using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Placement;

/// <summary>An agent's hard requirements against one device. Unknown figures meet no requirement.</summary>
internal static class RequirementCheck
{
    /// <summary>The first requirement that is not met, in words; null when all are.</summary>
    public static string? FirstUnmet(AgentRequirements needs, DeviceCapabilities device) =>
        Figure(needs.Fp32Tflops, device.Flops.Fp32, "fp32 TFLOPS")
        ?? Figure(needs.Fp16Tflops, device.Flops.Fp16, "fp16 TFLOPS")
        ?? Figure(needs.Int8Tflops, device.Flops.Int8, "int8 TFLOPS")
        ?? Figure(needs.MemoryMb, device.MemoryMb, "MB of memory")
        ?? Figure(needs.VramMb, device.VramMb, "MB of memory on one GPU")
        ?? (needs.Gpu && device.Gpus.IsEmpty ? "needs a GPU, has none" : null)
        ?? Labels(needs, device);

    private static string? Figure(double? needed, double? present, string unit)
    {
        if (needed is not { } least || present >= least) return null;
        var has = present is { } value ? value.ToString("0.##", CultureInfo.InvariantCulture) : "an unknown amount";
        return string.Create(CultureInfo.InvariantCulture, $"needs at least {least:0.##} {unit}, has {has}");
    }

    private static string? Labels(AgentRequirements needs, DeviceCapabilities device)
    {
        var missing = needs.Labels.Except(device.Labels, StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? null : $"lacks the label {string.Join(", ", missing.Select(label => $"'{label}'"))}";
    }
}
