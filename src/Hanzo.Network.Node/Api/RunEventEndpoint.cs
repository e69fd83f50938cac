using System.Globalization;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Api;

/// <summary>The events of one run, resumable by the journal's sequence number.</summary>
internal static class RunEventEndpoint
{
    /// <summary>So long the answer's head waits for what comes after <c>Last-Event-ID</c>.</summary>
    private static readonly TimeSpan FirstWithin = TimeSpan.FromSeconds(1);

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
            var events = network.WatchAsync(run.Id, after, ending.Token);
            // What has ended is told at once, or is not kept any more.
            var isQuick = after > 0 || run.Status.HasEnded();
            return await CopyAsync(RunBody.IdOf(run), events, isQuick, context.Response, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return TypedResults.Empty;
        }
    }

    /// <summary>
    /// A browser whose stream has ended asks again after its last event: what stops it is an answer without content, or an error.
    /// </summary>
    private static async Task<IResult> CopyAsync(
        string runId, IAsyncEnumerable<RunEvent> events, bool resumes, HttpResponse response, CancellationToken cancellation)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var reader = events.GetAsyncEnumerator(reading.Token);
        var next = reader.MoveNextAsync().AsTask();
        try
        {
            if (resumes) await Task.WhenAny(next, Task.Delay(FirstWithin, cancellation));
            if (next.IsCompleted && !await next) return TypedResults.NoContent();
            await using var writer = await SseWriter.StartAsync(response, cancellation);
            while (await next)
            {
                await WriteAsync(writer, runId, reader.Current, cancellation);
                if (reader.Current.IsTerminal) break;
                next = reader.MoveNextAsync().AsTask();
            }

            return TypedResults.Empty;
        }
        finally
        {
            // Nobody may leave a reader that is still being asked.
            reading.Cancel();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static Task WriteAsync(SseWriter writer, string runId, RunEvent e, CancellationToken cancellation)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(RunEventBody.From(e, runId), ApiJson.Default.RunEventBody);
        return writer.WriteAsync(e.Type, e.Sequence?.ToString(CultureInfo.InvariantCulture), json, cancellation);
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
