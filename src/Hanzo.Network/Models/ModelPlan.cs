using System.Collections.Immutable;
using System.Globalization;

namespace Hanzo.Network.Models;

/// <summary>Which models are asked for an agent, from the first choice to the last. Decides by what it is given alone.</summary>
public static class ModelPlan
{
    /// <param name="wish">As <see cref="ModelReference.ParseList"/> reads it; null: the node's default.</param>
    /// <returns>Empty: nothing is configured or found, and no source was asked for by name.</returns>
    /// <exception cref="ModelException">A source that was asked for has no such model; the message says what there is.</exception>
    public static ImmutableArray<PlannedModel> For(string? wish, ModelSituation now)
    {
        var references = ModelReference.ParseList(wish, [.. now.All.Select(source => source.Name)]);
        if (references.IsEmpty) return Default(now);
        var plan = references.SelectMany(reference => For(reference, now)).DistinctBy(planned => planned.Name).ToImmutableArray();
        if (plan.IsEmpty && !(now.IsEmpty && references.Any(reference => reference.Source is null))) throw Nothing(wish!, now);
        return plan;
    }

    private static ImmutableArray<PlannedModel> Default(ModelSituation now)
    {
        if (now.Named.IsEmpty) return [.. InNetwork(null, now)];
        var plan = now.Named.Select((source, at) => OfSource(source, null, at == 0 ? "this node's default" : "this node's next provider"));
        return plan.OfType<PlannedModel>().ToImmutableArray() is { IsEmpty: false } known
            ? known
            : throw new ModelException($"provider '{now.Named[0].Name}' has not told yet what it serves; name a model.");
    }

    private static IEnumerable<PlannedModel> For(ModelReference wish, ModelSituation now) => wish.Source switch
    {
        null => Anywhere(wish.Model!, now),
        ModelReference.Network => InNetwork(wish.Model, now),
        ModelReference.Local => Among(now.All.Where(source => source.Endpoint.IsLocal), wish.Model, "this machine's, as the agent asks"),
        ModelReference.Cloud => Among(now.Named.Where(source => !source.Endpoint.IsLocal), wish.Model, "a provider's, as the agent asks"),
        { } name => Among(now.All.Where(source => source.Name == name), wish.Model, "as the agent names it"),
    };

    /// <summary>Who lists the model comes first; a provider that has not told what it serves may have it.</summary>
    private static IEnumerable<PlannedModel> Anywhere(string model, ModelSituation now)
    {
        var listed = now.All.Where(source => source.Models.Contains(model, StringComparer.Ordinal) || source.Endpoint.Model == model);
        var own = Among(listed, model, "as the agent names it").ToList();
        var network = InNetwork(model, now).Where(planned => planned.Remote is not null);
        var perhaps = now.Named.Where(source => source.Models.IsEmpty);
        return own.Concat(network).Concat(Among(perhaps, model, "as the agent names it"));
    }

    private static IEnumerable<PlannedModel> Among(IEnumerable<ModelSource> sources, string? model, string why) =>
        sources.Select(source => OfSource(source, model, why)).OfType<PlannedModel>();

    private static PlannedModel? OfSource(ModelSource source, string? model, string why)
    {
        if (source.IsFound && model is not null && !source.Models.Contains(model, StringComparer.Ordinal)) return null;
        return (model ?? source.Default) is { } asked ? new PlannedModel(asked, why) { Source = source } : null;
    }

    /// <summary>The fastest first; of those that nobody has measured, this node's own.</summary>
    private static IEnumerable<PlannedModel> InNetwork(string? model, ModelSituation now)
    {
        var ranked = now.Network.Where(served => model is null || served.Model == model)
            .OrderByDescending(served => served.TokensPerSecond ?? 0)
            .ThenByDescending(served => served.IsSelf)
            .ThenBy(served => served.Node, StringComparer.Ordinal)
            .ThenBy(served => served.Server, StringComparer.Ordinal)
            .ThenBy(served => served.Model, StringComparer.Ordinal)
            .Take(ModelReference.Most).ToList();
        return ranked.Select((served, at) => Served(served, Why(served, at, ranked.Count), now)).OfType<PlannedModel>();
    }

    private static PlannedModel? Served(NetworkModel served, string why, ModelSituation now)
    {
        if (!served.IsSelf) return new PlannedModel(served.Model, why) { Remote = served };
        return now.All.FirstOrDefault(source => source.Name == served.Server) is { } source
            ? new PlannedModel(served.Model, why) { Source = source }
            : null;
    }

    private static string Why(NetworkModel served, int at, int count)
    {
        var speed = served.TokensPerSecond is { } speedHere
            ? string.Create(CultureInfo.InvariantCulture, $"{speedHere:0.#} tokens/s")
            : "not measured yet";
        var rank = count == 1 ? "the only one of the network" : at == 0 ? $"the fastest of {count} in the network" : "next in the network";
        return $"{rank}: {speed} on node {served.Node}";
    }

    private static ModelException Nothing(string wish, ModelSituation now)
    {
        var own = now.All.Select(source => source.Models.IsEmpty ? source.Name : $"{source.Name} ({string.Join(", ", source.Models)})");
        var others = now.Network.Where(served => !served.IsSelf).Select(served => $"{served.Model} on node {served.Node}");
        var known = string.Join("; ", own.Concat(others));
        return new ModelException(known.Length > 0
            ? $"no model for '{wish}'; there are: {known}."
            : $"no model for '{wish}'; there are none: no provider is configured and no server was found.");
    }
}
