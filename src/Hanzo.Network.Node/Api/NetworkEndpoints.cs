using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Api;

internal static class NetworkEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/v1/network", GetNetworkAsync);
        group.MapGet("/v1/agents", GetAgentsAsync);
    }

    private static async Task<IResult> GetNetworkAsync(IAgentNetwork network, CancellationToken cancellation) =>
        TypedResults.Json(NetworkBody.From(await network.GetStatusAsync(cancellation)), ApiJson.Default.NetworkBody);

    private static async Task<IResult> GetAgentsAsync(IAgentNetwork network, CancellationToken cancellation)
    {
        var agents = await network.GetAgentsAsync(cancellation);
        return TypedResults.Json(new AgentsBody([.. agents.Select(AgentBody.From)]), ApiJson.Default.AgentsBody);
    }
}
