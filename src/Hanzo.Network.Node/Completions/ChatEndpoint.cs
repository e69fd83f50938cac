using Hanzo.Network.Agents;
using Hanzo.Network.Models;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Completions;

internal static class ChatEndpoint
{
    public static void Map(RouteGroupBuilder group) => group.MapPost("/v1/chat/completions", PostAsync);

    private static async Task<IResult> PostAsync(
        HttpContext context, IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        var request = ChatRequestReader.Read(await BodyReader.ReadAsync(context.Request, aborted));
        var parts = await AskAsync(context, network, request, host.ApplicationStopping, aborted);
        return await CompletionAnswer.SendAsync(
            context, parts, new ChatFormat(request.IncludeUsage), request.Stream, host.ApplicationStopping);
    }

    private static async Task<IAsyncEnumerable<ReplyPart>> AskAsync(
        HttpContext context, IAgentNetwork network, CompletionRequest request, CancellationToken stopping, CancellationToken aborted)
    {
        var services = context.RequestServices;
        var target = new CompletionTarget(network, services.GetService<PlannedModels>());
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        if (await target.FindAsync(request.Model, aborted) is { } choice)
            return ModelReplies.AskAsync(choice, request, Guid.CreateVersion7().ToString("n"), time.GetUtcNow(), aborted);
        var agents = new AgentReplies(network, time, services.GetRequiredService<ILogger<AgentReplies>>());
        return agents.AskAsync(AgentQuestion.Of(request), request.Model, stopping, aborted);
    }
}
