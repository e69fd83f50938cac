using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Api;

/// <summary>A person declares those dead that the asked node is cut off from.</summary>
internal static class TakeoverEndpoint
{
    public static void Map(RouteGroupBuilder group) => group.MapPost("/v1/takeover", PostAsync);

    private static async Task<IResult> PostAsync(IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, host.ApplicationStopping);
        var report = await network.Nodes.TakeOverAsync(ending.Token);
        return TypedResults.Json(PartitionBody.From(report), ApiJson.Default.PartitionBody);
    }
}
