using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Models;

namespace Hanzo.Network.Node.Completions;

/// <summary>All that may be a request's <c>model</c>: the agents, <c>auto</c>, and the models that nodes serve each other.</summary>
internal static class ModelList
{
    /// <summary>Says that the model is to be one of the network, where an agent has the same name.</summary>
    private const string InNetwork = $"{ModelReference.Network}:";

    public static ImmutableArray<ModelBody> Of(ImmutableArray<AgentListing> agents, ImmutableArray<NetworkModel> models)
    {
        var names = agents.Select(agent => agent.Definition.Name.Value).Order(StringComparer.Ordinal).ToList();
        var taken = names.Append(RunRequestRules.Auto).ToHashSet(StringComparer.Ordinal);
        var served = models.GroupBy(model => model.Model, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        return
        [
            new ModelBody(RunRequestRules.Auto, 0, ModelListing.Hanzo),
            .. names.Select(name => new ModelBody(name, 0, ModelListing.Hanzo)),
            .. served.Select(group => new ModelBody(taken.Contains(group.Key) ? InNetwork + group.Key : group.Key, 0, Owners(group))),
        ];
    }

    private static string Owners(IEnumerable<NetworkModel> served) =>
        string.Join(", ", served.Select(model => $"{model.Server}@{model.Node}").Order(StringComparer.Ordinal));
}
