using System.Collections.Immutable;
using Hanzo.Network.Files;

namespace Hanzo.Network.Devices;

/// <summary>
/// Rows of a FLOPS table as a file: <c>{"rows":[{"name":"RTX 9999","aliases":[…],"fp32":100,"fp16":200,"int8":400,
/// "memory":49152,"confidence":"guess","source":"…"}]}</c>. Figures are TFLOPS without sparsity and memory is MB; what
/// is left out or 0 is unknown. A source may be a key of <c>"sources":{key:citation}</c>.
/// </summary>
public static class FlopsFile
{
    public const int MaxRows = 2000;
    public const int MaxAliases = 16;
    internal static readonly string[] Fields = ["rows", "sources", "$schema"];
    internal static readonly string[] RowFields = ["name", "aliases", "fp32", "fp16", "int8", "memory", "confidence", "source"];

    private static readonly (string Name, FlopsConfidence Value)[] Confidences =
        [("published", FlopsConfidence.Published), ("derived", FlopsConfidence.Derived), ("guess", FlopsConfidence.Guess)];

    /// <summary>A user's rows: whatever their confidence, the figures' source is <see cref="FigureSource.Override"/>.</summary>
    /// <param name="file">The name for messages.</param>
    /// <exception cref="InvalidFileException">Names file, line, field and the allowed range.</exception>
    public static ImmutableArray<FlopsRow> Parse(string file, ReadOnlySpan<byte> json) =>
        [.. Read(file, json).Select(row => row with { Flops = row.Flops with { Source = FigureSource.Override } })];

    internal static ImmutableArray<FlopsRow> ReadEmbedded()
    {
        const string Name = "devices/flops.json";
        using var stream = typeof(FlopsFile).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The resource {Name} is missing from the build.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Read(Name, bytes.ToArray());
    }

    private static ImmutableArray<FlopsRow> Read(string file, ReadOnlySpan<byte> json)
    {
        var root = LocatedJson.Parse(file, json).RequireObject(Fields);
        var sources = ReadSources(root.Member("sources"));
        var keys = new HashSet<string>(StringComparer.Ordinal);
        return [.. root.Require("rows").RequireArray(MaxRows).Select(row => ReadRow(row, sources, keys))];
    }

    private static Dictionary<string, string> ReadSources(LocatedJson? sources) =>
        sources?.RequireMap().ToDictionary(
            source => source.Name, source => source.Value.RequireText(DeviceLimits.MaxNameLength), StringComparer.Ordinal) ?? [];

    private static FlopsRow ReadRow(LocatedJson row, Dictionary<string, string> sources, HashSet<string> keys)
    {
        row.RequireObject(RowFields);
        var flops = new Flops(Figure(row, "fp32"), Figure(row, "fp16"), Figure(row, "int8"));
        if (flops == Flops.Unknown) throw row.Error("has no figure; it must have one of fp32, fp16, int8 above 0 TFLOPS.");
        var confidence = row.Member("confidence")?.Choice(Confidences) ?? FlopsConfidence.Published;
        var source = row.Text("source", DeviceLimits.MaxNameLength);
        return new FlopsRow(
            Name(row.Require("name"), keys),
            flops with { Source = confidence == FlopsConfidence.Guess ? FigureSource.Estimated : FigureSource.Table })
        {
            Aliases = [.. (row.Member("aliases")?.RequireArray(MaxAliases) ?? []).Select(alias => Name(alias, keys))],
            MemoryMb = row.Integer("memory", 0, DeviceLimits.MaxMemoryMb, "MB") is { } memory and > 0 ? memory : null,
            Confidence = confidence,
            Citation = sources.GetValueOrDefault(source, source),
        };
    }

    private static string Name(LocatedJson value, HashSet<string> keys)
    {
        var name = value.RequireText(DeviceLimits.MaxNameLength);
        var chip = ChipName.Parse(name);
        if (chip.Words.Length == 0) throw value.Error($"'{name}' names no chip.");
        return keys.Add(chip.Key) ? name : throw value.Error($"'{name}' names the same chip as a name before it in this file.");
    }

    private static double? Figure(LocatedJson row, string precision) =>
        row.Number(precision, 0, DeviceLimits.MaxTflops, "TFLOPS") is { } value and > 0 ? value : null;
}
