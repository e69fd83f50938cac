using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Api;

/// <summary>Why sessions of an agent go where they go.</summary>
internal static class PlacementEndpoint
{
    public static void Map(RouteGroupBuilder group) => group.MapGet("/v1/placement/{agent}", GetAsync);

    private static async Task<IResult> GetAsync(string agent, string? without, IAgentNetwork network, CancellationToken cancellation)
    {
        var left = string.IsNullOrEmpty(without) ? null : without;
        var report = await network.Agents.ExplainAsync(AgentEndpoints.NameOf(agent), left, cancellation);
        return TypedResults.Json(PlacementBody.From(report), ApiJson.Default.PlacementBody);
    }
}
