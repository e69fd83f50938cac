using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Api;

/// <summary>
/// Takes the node out of service, tells each step as a server-sent event, and then ends the process, also when the draining itself
/// fails. Who stops listening does not stop it.
/// </summary>
internal static class DrainEndpoint
{
    private static readonly string[] Fields = ["timeout_seconds"];

    public static void Map(RouteGroupBuilder group) => group.MapPost("/v1/drain", PostAsync);

    private static async Task<IResult> PostAsync(
        HttpContext context, IAgentNetwork network, IHostApplicationLifetime host, CancellationToken aborted)
    {
        var timeout = ReadTimeout(await BodyReader.ReadOrNoneAsync(context.Request, aborted));
        var hasBegun = false;
        try
        {
            // The first step comes before any answer, so that a refusal is one.
            await using var steps = network.Nodes.DrainAsync(timeout, host.ApplicationStopping).GetAsyncEnumerator(CancellationToken.None);
            hasBegun = await steps.MoveNextAsync();
            await TellAsync(steps, context.Response, aborted);
        }
        catch (OperationCanceledException) when (host.ApplicationStopping.IsCancellationRequested)
        {
            // It ends before it is drained, as somebody wished.
        }
        finally
        {
            // A node that has begun to drain gets no sessions any more: it must not go on like that.
            if (hasBegun) host.StopApplication();
        }

        return TypedResults.Empty;
    }

    private static async Task TellAsync(IAsyncEnumerator<DrainStep> steps, HttpResponse response, CancellationToken aborted)
    {
        SseWriter? writer = null;
        var isHeard = await TryAsync(async () => writer = await SseWriter.StartAsync(response, aborted));
        do
        {
            var step = DrainBody.From(steps.Current);
            var json = JsonSerializer.SerializeToUtf8Bytes(step, ApiJson.Default.DrainBody);
            isHeard = isHeard && await TryAsync(() => writer!.WriteAsync(step.Phase, null, json, aborted));
        }
        while (await steps.MoveNextAsync());

        if (writer is not null) await writer.DisposeAsync();
    }

    /// <returns>False: nobody listens any more.</returns>
    private static async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private static TimeSpan ReadTimeout(ReadOnlyMemory<byte> body)
    {
        using var fields = BodyFields.Parse(body, Fields);
        return fields.Seconds("timeout_seconds", DrainStep.DefaultTimeout, DrainStep.MaxTimeout);
    }
}
