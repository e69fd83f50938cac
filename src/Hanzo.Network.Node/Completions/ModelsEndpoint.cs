using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Completions;

internal static class ModelsEndpoint
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/v1/models", ListAsync);
        group.MapGet("/v1/models/{**id}", GetAsync);
    }

    private static async Task<IResult> ListAsync(IAgentNetwork network, CancellationToken cancellation) =>
        TypedResults.Json(new ModelsBody([.. await AllAsync(network, cancellation)]), CompletionJson.Default.ModelsBody);

    private static async Task<IResult> GetAsync(string id, IAgentNetwork network, CancellationToken cancellation)
    {
        var all = await AllAsync(network, cancellation);
        return all.FirstOrDefault(listed => listed.Id == id) is { } found
            ? TypedResults.Json(found, CompletionJson.Default.ModelBody)
            : throw CompletionTarget.Unknown(id, [.. all.Select(listed => listed.Id)]);
    }

    private static async Task<IReadOnlyList<ModelBody>> AllAsync(IAgentNetwork network, CancellationToken cancellation)
    {
        var agents = await network.GetAgentsAsync(cancellation);
        return ModelList.Of(agents, (await network.GetStatusAsync(cancellation)).Models);
    }
}
