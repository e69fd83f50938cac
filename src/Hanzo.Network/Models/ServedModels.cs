using System.Collections.Immutable;

namespace Hanzo.Network.Models;

/// <summary>What a node offers others of its models: those of its own machine. Providers elsewhere are paid for by somebody.</summary>
public static class ServedModels
{
    /// <returns>At most <see cref="ServedModel.MaxTold"/>; the default of each source first.</returns>
    public static ImmutableArray<ServedModel> Of(
        IEnumerable<ModelSource> named, IEnumerable<ModelSource> found, ModelSpeeds speeds)
    {
        var local = named.Concat(found).Where(source => source.Endpoint.IsLocal).ToList();
        var defaults = local.Where(source => source.Default is not null).Select(source => (source, model: source.Default!));
        var others = local.SelectMany(source => source.Models, (source, model) => (source, model));
        return
        [
            .. defaults.Concat(others).Distinct().Take(ServedModel.MaxTold).Select(served =>
                new ServedModel(served.source.Name, served.model) { TokensPerSecond = speeds.Of($"{served.source.Name}:{served.model}") }),
        ];
    }
}
