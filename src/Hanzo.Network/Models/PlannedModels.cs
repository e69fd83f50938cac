using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>
/// Gives agents the models of this node's sources and of the network, by what is known when they ask. Where there is none at all,
/// the offline model answers, and says so.
/// </summary>
/// <param name="network">Asked with each call; it gives null as long as this node is in no network.</param>
/// <param name="node">Id of this node.</param>
/// <param name="usual">Of agents that name no model, as <see cref="ModelReference.ParseList"/> reads it; null: the best there is.</param>
public sealed class PlannedModels(
    IModelSources sources, Func<INetworkModels?> network, string node, TimeProvider time, string? usual = null) : IModelProvider
{
    private static readonly EchoChatClient Echo = new();
    private static readonly OfflineChatClient Offline = new();
    private readonly FailedModels _failed = new(time);

    public string? Notice => Situation.IsEmpty ? ModelProvider.OfflineNotice : null;

    private ModelSituation Situation => new(sources.Named, sources.Found, network()?.Current ?? Alone());

    public ModelChoice For(Agent agent) => For(agent.Model ?? usual);

    /// <param name="wish">As <see cref="ModelReference.ParseList"/> reads it; null: this node's default.</param>
    /// <exception cref="ModelException">A source that was asked for has no such model.</exception>
    public ModelChoice For(string? wish)
    {
        if (wish == EchoChatClient.ModelName) return new ModelChoice(wish, Echo);
        var plan = wish == OfflineChatClient.ModelName ? [] : ModelPlan.For(wish, Situation);
        return plan.IsEmpty
            ? new ModelChoice(OfflineChatClient.ModelName, Offline)
            : new ModelChoice(plan[0].Name, new PlannedChatClient(plan, _failed, ClientOf, planned => planned.Remote?.Node ?? node));
    }

    /// <param name="wish">As for <see cref="For(string?)"/>.</param>
    /// <returns>Null: it names neither a source of models nor a model that is known here.</returns>
    /// <exception cref="ModelException">A source that was asked for has no such model.</exception>
    public ModelChoice? Find(string wish)
    {
        var now = Situation;
        var references = ModelReference.ParseList(wish, [.. now.All.Select(source => source.Name)]);
        return references.All(reference => reference.Source is not null || now.Lists(reference.Model!)) ? For(wish) : null;
    }

    private IChatClient ClientOf(PlannedModel planned) => planned.Source?.Client ?? network()!.ClientFor(planned.Remote!);

    private ImmutableArray<NetworkModel> Alone() => [.. sources.Served.Select(served => NetworkModel.Of(node, served, isSelf: true))];
}
