using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Api;

internal static class NetworkEndpoints
{
    public static void Map(RouteGroupBuilder group) => group.MapGet("/v1/network", GetNetworkAsync);

    private static async Task<IResult> GetNetworkAsync(IAgentNetwork network, CancellationToken cancellation) =>
        TypedResults.Json(NetworkBody.From(await network.GetStatusAsync(cancellation)), ApiJson.Default.NetworkBody);
}
