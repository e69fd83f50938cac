using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>
/// How often each fault and each way of recovery was taken; sums over many seeds. Faults by the names of <see cref="FaultTable"/>,
/// recovery by those of <see cref="RecoveryPaths"/>; what never happened is not in it.
/// </summary>
public sealed record Coverage(ImmutableSortedDictionary<string, long> Counts)
{
    public static readonly Coverage None = new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));

    public long Of(string name) => Counts.GetValueOrDefault(name);

    public static Coverage operator +(Coverage one, Coverage other)
    {
        var sum = one.Counts.ToBuilder();
        foreach (var (name, count) in other.Counts) sum[name] = sum.GetValueOrDefault(name) + count;
        return new Coverage(sum.ToImmutable());
    }
}
