using System.Collections.Immutable;

namespace Hanzo.Network.Adapters.Devices.Mac;

/// <summary>What macOS's kernel tells: lines <c>name: value</c>.</summary>
internal static class Sysctl
{
    public const string Command = "sysctl";
    public static readonly string[] Arguments = ["hw", "machdep.cpu"];
    private const string Optional = "hw.optional.";
    private const string OptionalArm = "hw.optional.arm.";

    public static async Task<Finding> LookAsync(ISystemAccess system, CancellationToken cancellation)
    {
        var output = await system.RunAsync(Command, Arguments, cancellation);
        return output.Text is null ? Finding.Note(output.Problem ?? $"{Command} is not installed.") : Parse(output.Text);
    }

    public static Finding Parse(string text)
    {
        var cpu = Lines.Field(text, "machdep.cpu.brand_string");
        var cores = Lines.Number(Lines.Field(text, "hw.logicalcpu")) ?? Lines.Number(Lines.Field(text, "hw.ncpu"));
        return new Finding
        {
            Model = Lines.Field(text, "hw.model"),
            CpuName = cpu,
            MemoryMb = Lines.Number(Lines.Field(text, "hw.memsize")) / (1024 * 1024),
            Cores = cores <= int.MaxValue ? (int)cores : null,
            Features = CpuFeatures.OfApple(Features(text)),
            Notes = cpu is null ? [ProbeNotes.NotUnderstood(Command, text)] : [],
        };
    }

    /// <summary>Switches that are on (Apple's chips), and the words in Intel's lists.</summary>
    private static ImmutableArray<string> Features(string text)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, value) in Lines.Fields(text))
        {
            if (name is "machdep.cpu.features" or "machdep.cpu.leaf7_features")
                found.AddRange(value.Split(' ', StringSplitOptions.TrimEntries));
            else if (value.Trim() != "1") continue;
            else if (name.StartsWith(OptionalArm, StringComparison.Ordinal)) found.Add(name[OptionalArm.Length..]);
            else if (name.StartsWith(Optional, StringComparison.Ordinal)) found.Add(name[Optional.Length..]);
        }

        return found.ToImmutable();
    }
}
