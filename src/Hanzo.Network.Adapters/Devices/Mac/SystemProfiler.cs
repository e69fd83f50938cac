using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hanzo.Network.Adapters.Devices.Gpus;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices.Mac;

/// <summary>What "About this Mac" shows, as JSON.</summary>
internal static partial class SystemProfiler
{
    public const string Command = "system_profiler";
    public static readonly string[] Arguments = ["SPHardwareDataType", "SPDisplaysDataType", "-json"];

    public static async Task<Finding> LookAsync(ISystemAccess system, CancellationToken cancellation)
    {
        var output = await system.RunAsync(Command, Arguments, cancellation);
        return output.Text is null ? Finding.Note(output.Problem ?? $"{Command} is not installed.") : Parse(output.Text);
    }

    public static Finding Parse(string text)
    {
        try
        {
            using var json = Json.Parse(text);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return Finding.Note(ProbeNotes.NotUnderstood(Command, text));
        }
    }

    private static Finding Read(JsonElement? root)
    {
        var hardware = root.Member("SPHardwareDataType").Items().FirstOrDefault();
        var chip = hardware.Text("chip_type");
        return new Finding
        {
            Model = Model(hardware),
            Chip = chip,
            CpuName = chip,
            Cores = chip is null ? null : Cores(hardware.Text("number_processors")),
            MemoryMb = Megabytes(hardware.Text("physical_memory")),
            Gpus = [.. root.Member("SPDisplaysDataType").Items().Select(Gpu).OfType<FoundGpu>().Take(DeviceLimits.MaxGpus)],
        };
    }

    /// <summary><c>MacBook Pro (MacBookPro18,3)</c></summary>
    private static string? Model(JsonElement? hardware) => (hardware.Text("machine_name"), hardware.Text("machine_model")) switch
    {
        ({ } name, { } model) => $"{name} ({model})",
        (var name, var model) => name ?? model,
    };

    private static FoundGpu? Gpu(JsonElement? display)
    {
        var name = display.Text("sppci_model") ?? display.Text("_name");
        if (name is null || GpuVendors.IsVirtual(name)) return null;
        var vendor = GpuVendors.OfName(display.Text("spdisplays_vendor")) ?? GpuVendors.OfName(name);
        // Shared memory stands under another name (spdisplays_vram_shared) and is none of its own.
        return new FoundGpu(name, vendor) { MemoryMb = Megabytes(display.Text("spdisplays_vram") ?? display.Text("_spdisplays_vram")) };
    }

    /// <summary>Of Apple's chips <c>proc 8:4:4</c>, in a virtual machine <c>2</c>; of Intel's the number of chips.</summary>
    private static int? Cores(string? text) =>
        CoreCount().Match(text ?? "") is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    /// <summary><c>16 GB</c>, <c>1536 MB</c>.</summary>
    private static long? Megabytes(string? text)
    {
        if (Size().Match(text ?? "") is not { Success: true } match) return null;
        var number = double.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return (long)(number * match.Groups[2].Value switch { "TB" => 1024 * 1024, "GB" => 1024, _ => 1 });
    }

    [GeneratedRegex(@"^(?:proc )?(\d{1,4})(?::|$)", RegexOptions.CultureInvariant)]
    private static partial Regex CoreCount();

    [GeneratedRegex(@"^(\d{1,7}(?:\.\d{1,3})?) ([TGM]B)$", RegexOptions.CultureInvariant)]
    private static partial Regex Size();
}
