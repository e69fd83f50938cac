using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices.Gpus;

/// <summary>AMD's tool of ROCm, in JSON or, from older releases, as text.</summary>
internal static partial class RocmSmi
{
    public const string Command = "rocm-smi";
    public static readonly string[] Arguments =
        ["--showproductname", "--showmeminfo", "vram", "--showdriverversion", "--showbus", "--json"];

    private static readonly string[] Places = [Command, "/opt/rocm/bin/rocm-smi"];

    // Releases spell them in unlike ways; the better name first. Models and SKUs are numbers.
    private static readonly string[] NameFields = ["card series", "card model"];

    public static async Task<Finding> LookAsync(ISystemAccess system, CancellationToken cancellation)
    {
        foreach (var place in Places)
        {
            var output = await system.RunAsync(place, Arguments, cancellation);
            if (output.Text is not null) return Parse(output.Text);
            if (output.Problem is not null) return Finding.Note(output.Problem);
        }

        return Finding.Nothing;
    }

    public static Finding Parse(string text)
    {
        var facts = Facts(text);
        var driver = facts.FirstOrDefault(fact => fact.Field == "driver version").Value;
        var gpus = facts.Where(fact => fact.Card is not null)
            .GroupBy(fact => fact.Card!, (_, card) => Read(card.ToLookup(fact => fact.Field, fact => fact.Value), driver))
            .Take(DeviceLimits.MaxGpus)
            .ToImmutableArray();
        return gpus.IsEmpty ? Finding.Note(ProbeNotes.NotUnderstood(Command, text)) : new Finding { Gpus = gpus };
    }

    private static FoundGpu Read(ILookup<string, string> fields, string? driver)
    {
        var names = NameFields.SelectMany(field => fields[field]).Select(Known).OfType<string>().ToArray();
        var id = fields["card model"].Concat(fields["device id"]).Concat(fields["card series"]).FirstOrDefault(Pci.IsNumber);
        var name = Array.Find(names, candidate => !IsNumber(candidate));
        var bytes = Lines.Number(fields["vram total memory (b)"].FirstOrDefault());
        return new FoundGpu(Plain(name) ?? PciNames.Of("0x1002", id, revision: null), GpuVendors.Amd)
        {
            IsNameless = name is null && !PciNames.Knows("0x1002", id, revision: null),
            MemoryMb = bytes / (1024 * 1024),
            Driver = Known(driver),
            Bus = Pci.Bus(fields["pci bus"].FirstOrDefault()),
        };
    }

    /// <summary>Of <c>Arcturus GL-XL [AMD Instinct MI100]</c> people know the part in brackets.</summary>
    private static string? Plain(string? name)
    {
        if (name is null) return null;
        var open = name.LastIndexOf('[');
        if (open >= 0 && name.EndsWith(']') && name.Length > open + 2) name = name[(open + 1)..^1];
        return GpuVendors.OfName(name) == GpuVendors.Amd ? name : $"AMD {name}";
    }

    private static ImmutableArray<(string? Card, string Field, string Value)> Facts(string text)
    {
        // Warnings may stand before the JSON.
        var (start, end) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        if (start < 0 || end < start) return [.. TextFacts(text)];
        try
        {
            using var json = JsonDocument.Parse(text.AsMemory(start, end + 1 - start));
            return [.. JsonFacts(json.RootElement)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<(string? Card, string Field, string Value)> JsonFacts(JsonElement root)
    {
        foreach (var card in root.EnumerateObject())
        {
            if (card.Value.ValueKind != JsonValueKind.Object) continue;
            var isCard = card.Name.StartsWith("card", StringComparison.OrdinalIgnoreCase);
            foreach (var field in card.Value.EnumerateObject())
                yield return (isCard ? card.Name : null, field.Name.ToLowerInvariant(), field.Value.ToString());
        }
    }

    /// <summary><c>GPU[0] : Card series: Radeon RX 7900 XTX</c>; the driver's line names no GPU.</summary>
    private static IEnumerable<(string? Card, string Field, string Value)> TextFacts(string text)
    {
        foreach (var line in Lines.Of(text))
        {
            if (CardLine().Match(line) is not { Success: true } match) continue;
            var card = match.Groups["card"] is { Success: true } number ? number.Value : null;
            yield return (card, match.Groups["field"].Value.Trim().ToLowerInvariant(), match.Groups["value"].Value.Trim());
        }
    }

    private static string? Known(string? value) =>
        Lines.Clean(value) is { } text && !text.Equals("N/A", StringComparison.OrdinalIgnoreCase)
            && !text.Equals("unknown", StringComparison.OrdinalIgnoreCase) ? text : null;

    private static bool IsNumber(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"^(?:GPU\[(?<card>\d{1,4})\]\s*:\s*)?(?<field>[A-Za-z][^:]{0,60}):\s*(?<value>.{1,300})$",
        RegexOptions.CultureInvariant)]
    private static partial Regex CardLine();
}
