using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Hanzo.Network.Devices;

/// <summary>
/// TFLOPS of chips by name. What is not in it is unknown: a similar name is never taken for another chip, but a
/// laptop's chip without a row of its own has its desktop twin's figures, as an estimate.
/// </summary>
public sealed class FlopsTable
{
    private static readonly Lazy<FlopsTable> Embedded = new(() => new FlopsTable(FlopsFile.ReadEmbedded()));
    private readonly FrozenDictionary<string, FlopsRow> _byKey;

    private FlopsTable(ImmutableArray<FlopsRow> rows)
    {
        Rows = rows;
        _byKey = ByKey(rows).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The rows that come with this version: <c>Devices/flops.json</c>.</summary>
    public static FlopsTable Builtin => Embedded.Value;

    public ImmutableArray<FlopsRow> Rows { get; }

    /// <summary>This table with more rows; they count over its own of the same name.</summary>
    public FlopsTable With(IEnumerable<FlopsRow> rows) => new([.. Rows, .. rows]);

    /// <summary>By a tool's or a person's name, such as <c>NVIDIA GeForce RTX 3080 (10 GB)</c> or <c>Apple M3</c>.</summary>
    /// <param name="memoryMb">Of the chip, where known: it tells chips apart that share a name.</param>
    /// <returns>Null when the chip is unknown.</returns>
    public FlopsRow? Find(string name, long? memoryMb = null)
    {
        foreach (var (key, estimated) in ChipName.Parse(name).Keys(memoryMb))
            if (_byKey.TryGetValue(key, out var row))
                return estimated ? row with { Flops = row.Flops with { Source = FigureSource.Estimated } } : row;
        return null;
    }

    /// <summary>As <see cref="Find"/>, but the figures alone, unknown when there is no row.</summary>
    public Flops FlopsOf(string name, long? memoryMb = null) => Find(name, memoryMb)?.Flops ?? Flops.Unknown;

    /// <summary>
    /// All devices together: the sum of what is known, in each precision. With an unknown device it is a lower
    /// bound and so an estimate; null only where nothing is known.
    /// </summary>
    public static Flops Sum(IReadOnlyCollection<Flops> flops)
    {
        var known = flops.Where(one => one with { Source = null, At = null } != Flops.Unknown).ToList();
        if (known.Count == 0) return Flops.Unknown;
        var sum = new Flops(Add(flops, one => one.Fp32), Add(flops, one => one.Fp16), Add(flops, one => one.Int8));
        var source = known.Count < flops.Count ? FigureSource.Estimated : known.Max(one => one.Source);
        return sum with { Source = source, At = known.Min(one => one.At) };
    }

    private static double? Add(IEnumerable<Flops> flops, Func<Flops, double?> figure) =>
        flops.Aggregate((double?)null, (sum, one) => figure(one) is { } value ? (sum ?? 0) + value : sum);

    private static Dictionary<string, FlopsRow> ByKey(ImmutableArray<FlopsRow> rows)
    {
        var byKey = new Dictionary<string, FlopsRow>(StringComparer.Ordinal);
        foreach (var row in rows)
            foreach (var name in row.Aliases.Prepend(row.Name)) byKey[ChipName.Parse(name).Key] = row;
        return byKey;
    }
}
