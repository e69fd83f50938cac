using System.Collections.Immutable;

namespace Hanzo.Network.Models;

/// <summary>What a node knows of models now.</summary>
/// <param name="Named">Providers that a person named, from the first choice to the last.</param>
/// <param name="Found">Servers found on this machine, in the order they are looked for.</param>
/// <param name="Network">What all nodes serve, this one included.</param>
public sealed record ModelSituation(
    ImmutableArray<ModelSource> Named, ImmutableArray<ModelSource> Found, ImmutableArray<NetworkModel> Network)
{
    public static readonly ModelSituation Nothing = new([], [], []);

    /// <summary>Sources by which this node may ask.</summary>
    public IEnumerable<ModelSource> All => Named.Concat(Found);

    /// <summary>Somebody is known to have it.</summary>
    public bool Lists(string model) =>
        All.Any(source => source.Endpoint.Model == model || source.Models.Contains(model, StringComparer.Ordinal))
        || Network.Any(served => served.Model == model);

    public bool IsEmpty => Named.IsEmpty && Found.IsEmpty && Network.IsEmpty;
}
