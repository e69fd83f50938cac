using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Models;

namespace Hanzo.Network.Node.Completions;

/// <summary>Whom a request's <c>model</c> means: an agent by its name, the router by <c>auto</c>, else a model of the network.</summary>
internal sealed class CompletionTarget(IAgentNetwork network, PlannedModels? models)
{
    /// <summary>Names in an error.</summary>
    private const int MostNamed = 20;

    /// <returns>The model; null: an agent, or the router.</returns>
    /// <exception cref="CompletionException">There is none of this name.</exception>
    public async Task<ModelChoice?> FindAsync(string model, CancellationToken cancellation)
    {
        var agents = await network.GetAgentsAsync(cancellation);
        if (model == RunRequestRules.Auto || agents.Any(agent => agent.Definition.Name.Value == model)) return null;
        try
        {
            if (models?.Find(model) is { } choice) return choice;
        }
        catch (ModelException e)
        {
            throw Unknown(e.Message);
        }

        var status = await network.GetStatusAsync(cancellation);
        throw Unknown(model, [.. ModelList.Of(agents, status.Models).Select(listed => listed.Id)]);
    }

    /// <param name="known">What there is instead.</param>
    public static CompletionException Unknown(string model, ImmutableArray<string> known)
    {
        var hint = Suggestion.For(model, known) is { } near ? $"did you mean '{near}'? There are" : "there are";
        var more = known.Length > MostNamed ? $" and {known.Length - MostNamed} more" : "";
        return Unknown($"There is no agent or model '{model}'; {hint}: {string.Join(", ", known.Take(MostNamed))}{more}.");
    }

    private static CompletionException Unknown(string text) =>
        new(new CompletionError(
            StatusCodes.Status404NotFound, text, "invalid_request_error", "model", CompletionError.UnknownModel));
}
