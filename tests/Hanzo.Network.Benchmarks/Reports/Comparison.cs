using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Reports;

/// <summary>The figures of both runtimes, in the order in which they were taken.</summary>
internal sealed class Comparison
{
    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>As first measured.</summary>
    public IEnumerable<Series> All => _order.Select(name => _series[name]);

    public void Add(Figure figure, bool isEmbedded)
    {
        if (!_series.TryGetValue(figure.Name, out var series))
        {
            _series[figure.Name] = series = new Series(figure.Name, figure.Unit);
            _order.Add(figure.Name);
        }

        (isEmbedded ? series.Embedded : series.NuGet).Add(figure.Value);
        if (isEmbedded) series.Note = figure.Note;
    }

    public Spread? EmbeddedOf(string name) => _series.GetValueOrDefault(name)?.EmbeddedSpread;

    /// <summary>How many times better embedded is; null unless both were measured.</summary>
    public Spread? RatioOf(string name) => _series.GetValueOrDefault(name)?.Ratio;

    internal sealed class Series(string name, Unit unit)
    {
        public string Name { get; } = name;

        public Unit Unit { get; } = unit;

        public List<double> Embedded { get; } = [];

        public List<double> NuGet { get; } = [];

        /// <summary>Of embedded's last run.</summary>
        public string Note { get; set; } = "";

        public Spread? EmbeddedSpread => Embedded.Count > 0 ? Spread.Of(Embedded) : null;

        public Spread? NuGetSpread => NuGet.Count > 0 ? Spread.Of(NuGet) : null;

        public Spread? Ratio =>
            Embedded.Count > 0 && NuGet.Count > 0 ? Ratios.Of(Embedded, NuGet, Unit.HigherIsBetter) : null;
    }
}
