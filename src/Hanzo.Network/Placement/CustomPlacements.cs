using System.Collections.Immutable;

namespace Hanzo.Network.Placement;

/// <summary>The placements that a network's builder added, by name.</summary>
public sealed class CustomPlacements
{
    public static readonly CustomPlacements None = new([]);

    private readonly ImmutableSortedDictionary<string, CustomPlacement> _byName;

    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public CustomPlacements(IEnumerable<CustomPlacement> added)
    {
        var byName = ImmutableSortedDictionary.CreateBuilder<string, CustomPlacement>(StringComparer.Ordinal);
        foreach (var placement in added)
            if (!byName.TryAdd(placement.Name, placement))
                throw new ArgumentException($"placement '{placement.Name}' was added twice.", nameof(added));
        _byName = byName.ToImmutable();
    }

    /// <summary>Every name that a request may give, the built-in ones first.</summary>
    public string Allowed => string.Join(", ", [PlacementNames.Allowed, .. _byName.Keys]);

    public CustomPlacement? Find(string name) => _byName.GetValueOrDefault(name);
}
