using Hanzo.Network.Agents;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Enrolment;

namespace Hanzo.Network.Node.Api;

internal static class NetworkEndpoints
{
    public static void Map(RouteGroupBuilder group) => group.MapGet("/v1/network", GetNetworkAsync);

    private static async Task<IResult> GetNetworkAsync(HttpContext context, IAgentNetwork network, CancellationToken cancellation)
    {
        var body = NetworkBody.From(await network.GetStatusAsync(cancellation));
        if (network.Consensus.Status is { Phase: not GroupPhase.Off } group) body = body with { Consensus = ConsensusBody.From(group) };
        if (context.RequestServices.GetService<EnrolmentCounters>() is { } counters)
            body = body with { Joining = body.Joining! with { Refused = counters.Refused } };
        return TypedResults.Json(body, ApiJson.Default.NetworkBody);
    }
}
