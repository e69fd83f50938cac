using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>How often each fault and each way of recovery was taken; sums over many seeds.</summary>
public sealed record Coverage(ImmutableSortedDictionary<string, long> Counts)
{
    public static readonly Coverage None = new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));
}
