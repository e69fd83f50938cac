using static System.FormattableString;

namespace Hanzo.Network.Nets.Campaign;

/// <summary>Of repeated measurements.</summary>
/// <param name="P95">95 of a hundred took no longer.</param>
internal sealed record Times(int Count, TimeSpan Median, TimeSpan P95, TimeSpan Worst)
{
    public static Times Of(IEnumerable<TimeSpan> measured)
    {
        var sorted = measured.Order().ToArray();
        return sorted.Length == 0
            ? new Times(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero)
            : new Times(sorted.Length, sorted[(sorted.Length - 1) / 2], sorted[(int)Math.Ceiling(sorted.Length * 0.95) - 1], sorted[^1]);
    }

    public override string ToString() =>
        Invariant($"median {Median.TotalSeconds:0.00} s, p95 {P95.TotalSeconds:0.00} s, worst {Worst.TotalSeconds:0.00} s, of {Count}");
}
