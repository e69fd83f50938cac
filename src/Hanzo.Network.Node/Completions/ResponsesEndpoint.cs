using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Completions;

internal static class ResponsesEndpoint
{
    public static void Map(RouteGroupBuilder group) => group.MapPost("/v1/responses", PostAsync);

    private static async Task<IResult> PostAsync(
        HttpContext context, IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        var request = ResponsesRequestReader.Read(await BodyReader.ReadAsync(context.Request, aborted));
        if (request.Previous is { } previous) await ResponseIds.RequireNewestAsync(network, previous, aborted);
        var parts = await CompletionAsking.AskAsync(
            context, network, request.Asked, request.Previous?.Session, host.ApplicationStopping, aborted);
        return await CompletionAnswer.SendAsync(
            context, parts, new ResponsesFormat(request), request.Asked.Stream, host.ApplicationStopping);
    }
}
