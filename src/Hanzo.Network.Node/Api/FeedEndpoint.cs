using Hanzo.Network.Node.Api.Feed;

namespace Hanzo.Network.Node.Api;

/// <summary><c>GET /v1/events</c>: the network and its runs, as they change, for the live page.</summary>
internal static class FeedEndpoint
{
    public static void Map(RouteGroupBuilder group, PageFeed feed) =>
        group.MapGet("/v1/events", (HttpContext context, IHostApplicationLifetime host, CancellationToken aborted) =>
            StreamAsync(context, feed, host, aborted));

    private static async Task<IResult> StreamAsync(
        HttpContext context, PageFeed feed, IHostApplicationLifetime host, CancellationToken aborted)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, host.ApplicationStopping);
        using var page = feed.Subscribe();
        try
        {
            await using var writer = await SseWriter.StartAsync(context.Response, ending.Token);
            await foreach (var item in page.Items.ReadAllAsync(ending.Token))
                await writer.WriteAsync(item.Type, null, item.Json, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return TypedResults.Empty;
        }
        return TypedResults.Empty;
    }
}
