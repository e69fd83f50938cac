using System.Globalization;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Api;

/// <summary>The events of one run, resumable by the journal's sequence number.</summary>
internal static class RunEventEndpoint
{
    public static void Map(RouteGroupBuilder group) => group.MapGet("/v1/runs/{id}/events", GetAsync);

    private static async Task<IResult> GetAsync(
        string id, HttpContext context, IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        var after = LastEventId(context.Request);
        var run = await RunEndpoints.FindAsync(network, id, aborted);

        // An open stream must not hold up the end of the node.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, host.ApplicationStopping);
        try
        {
            await CopyAsync(RunBody.IdOf(run), network.WatchAsync(run.Id, after, ending.Token), context.Response, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return TypedResults.Empty;
        }
        return TypedResults.Empty;
    }

    private static async Task CopyAsync(
        string runId, IAsyncEnumerable<RunEvent> events, HttpResponse response, CancellationToken cancellation)
    {
        await using var writer = await SseWriter.StartAsync(response, cancellation);
        await foreach (var e in events.WithCancellation(cancellation))
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(RunEventBody.From(e, runId), ApiJson.Default.RunEventBody);
            await writer.WriteAsync(e.Type, e.Sequence?.ToString(CultureInfo.InvariantCulture), json, cancellation);
            if (e.IsTerminal) return;
        }
    }

    private static long LastEventId(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0) return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw ApiException.BadField("Last-Event-ID", "invalid_field", $"'Last-Event-ID' must be a sequence number, not '{text}'.");
    }
}
