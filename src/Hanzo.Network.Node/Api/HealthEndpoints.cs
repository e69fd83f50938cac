using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Api;

internal static class HealthEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/health/live", () => TypedResults.Text("alive"));
        group.MapGet("/health/ready", ReadyAsync);
    }

    // Ready is who can say how the network is; an AgentNetworkException becomes 503 by the filter.
    private static async Task<IResult> ReadyAsync(IAgentNetwork network, CancellationToken cancellation)
    {
        await network.GetStatusAsync(cancellation);
        return TypedResults.Text("ready");
    }
}
