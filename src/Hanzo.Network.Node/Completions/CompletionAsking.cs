using Hanzo.Network.Agents;
using Hanzo.Network.Models;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Completions;

/// <summary>Finds who is asked by a request, and asks.</summary>
internal static class CompletionAsking
{
    /// <param name="session">That goes on; null: none.</param>
    /// <exception cref="ApiException">It cannot be asked for.</exception>
    public static async Task<IAsyncEnumerable<ReplyPart>> AskAsync(
        HttpContext context, IAgentNetwork network, CompletionRequest request, SessionId? session, CancellationToken stopping,
        CancellationToken aborted)
    {
        var services = context.RequestServices;
        var target = new CompletionTarget(network, services.GetService<PlannedModels>());
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        if (await target.FindAsync(request.Model, aborted) is { } choice)
        {
            if (session is not null)
                throw ApiException.BadField(
                    "previous_response_id", "invalid_value", $"'{request.Model}' is a model; only agents remember what was said.");
            return ModelReplies.AskAsync(choice, request, Guid.CreateVersion7().ToString("n"), time.GetUtcNow(), aborted);
        }

        var agents = new AgentReplies(network, time, services.GetRequiredService<ILogger<AgentReplies>>());
        return agents.AskAsync(AgentQuestion.Of(request, session), request.Model, stopping, aborted);
    }
}
