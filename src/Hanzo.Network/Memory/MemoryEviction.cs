using System.Collections.Immutable;

namespace Hanzo.Network.Memory;

/// <summary>Which memories are forgotten when there are too many: those worth least; of equal ones the oldest, then by id.</summary>
public static class MemoryEviction
{
    /// <param name="most">How many may stay.</param>
    public static ImmutableArray<string> Choose(
        IReadOnlyCollection<MemoryTrait> traits, int most, DateTimeOffset now, TimeSpan halfLife) =>
        traits.Count <= most
            ? []
            :
            [
                .. traits
                    .OrderBy(trait => MemoryScore.Worth(trait, now, halfLife))
                    .ThenBy(trait => trait.Created)
                    .ThenBy(trait => trait.Id, StringComparer.Ordinal)
                    .Take(traits.Count - most)
                    .Select(trait => trait.Id),
            ];
}
