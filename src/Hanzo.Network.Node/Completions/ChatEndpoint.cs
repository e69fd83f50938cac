using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Completions;

internal static class ChatEndpoint
{
    public static void Map(RouteGroupBuilder group) => group.MapPost("/v1/chat/completions", PostAsync);

    private static async Task<IResult> PostAsync(
        HttpContext context, IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        var request = ChatRequestReader.Read(await BodyReader.ReadAsync(context.Request, aborted));
        var parts = await CompletionAsking.AskAsync(context, network, request, session: null, host.ApplicationStopping, aborted);
        return await CompletionAnswer.SendAsync(
            context, parts, new ChatFormat(request.IncludeUsage), request.Stream, host.ApplicationStopping);
    }
}
