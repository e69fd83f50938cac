using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Api.Feed;

/// <summary>Looks at the network once for all open pages, and not at all while none is open.</summary>
internal sealed partial class PageFeed(IAgentNetwork network, IHostApplicationLifetime host, ILogger logger)
{
    private const int MaxPages = 64;

    /// <summary>Items that a slow page may lag behind; past that its connection is closed and it starts anew.</summary>
    private const int MaxLag = 4 * RunNote.MaxKept;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private ImmutableList<Channel<FeedItem>> _pages = [];
    private FeedSnapshot? _current;
    private CancellationTokenSource? _looking;

    /// <exception cref="ApiException">Too many pages are open.</exception>
    public FeedSubscription Subscribe()
    {
        var page = Channel.CreateBounded<FeedItem>(new BoundedChannelOptions(MaxLag) { SingleReader = true });
        lock (_gate)
        {
            if (_pages.Count == MaxPages)
                throw new ApiException(StatusCodes.Status503ServiceUnavailable, "too_many_pages", $"{MaxPages} pages are open already.");
            _pages = _pages.Add(page);
            if (_looking is null) StartLooking();
            else if (_current is not null) Send(page, FeedDiff.Between(null, _current));
        }
        return new FeedSubscription(page.Reader, () => Remove(page));
    }

    private void StartLooking()
    {
        _current = null;
        _looking = CancellationTokenSource.CreateLinkedTokenSource(host.ApplicationStopping);
        _ = LookAsync(_looking.Token);
    }

    private void Remove(Channel<FeedItem> page)
    {
        lock (_gate)
        {
            _pages = _pages.Remove(page);
            if (_pages.Count > 0 || _looking is not { } looking) return;
            _looking = null; // first: cancelling may end the look on this very thread
            looking.Cancel();
            looking.Dispose();
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            do await LookOnceAsync(cancellation);
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(logger, e);
        }
        catch (OperationCanceledException)
        {
            // No page is open any more, or the node ends.
        }
        finally
        {
            EndAll(cancellation);
        }
    }

    private async Task LookOnceAsync(CancellationToken cancellation)
    {
        try
        {
            Publish(await TakeAsync(cancellation), cancellation);
        }
        catch (AgentNetworkException e)
        {
            var problem = JsonSerializer.SerializeToUtf8Bytes(ApiProblem.From(e), ApiJson.Default.ProblemBody);
            lock (_gate)
                foreach (var page in _pages)
                    Send(page, [new FeedItem(FeedItem.Unavailable, problem)]);
        }
    }

    private async Task<FeedSnapshot> TakeAsync(CancellationToken cancellation)
    {
        var status = NetworkBody.From(await network.GetStatusAsync(cancellation));
        var agents = new AgentsBody([.. (await network.GetAgentsAsync(cancellation)).Select(AgentBody.From)]);
        var runs = await network.GetRecentRunsAsync(cancellation);
        return new FeedSnapshot(
            JsonSerializer.SerializeToUtf8Bytes(status, ApiJson.Default.NetworkBody),
            JsonSerializer.SerializeToUtf8Bytes(agents, ApiJson.Default.AgentsBody),
            [.. runs.Select(RunNoteBody.From)]);
    }

    private void Publish(FeedSnapshot now, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (cancellation.IsCancellationRequested) return; // another look has begun for later pages
            var news = FeedDiff.Between(_current, now).ToArray();
            _current = now;
            foreach (var page in _pages) Send(page, news);
        }
    }

    private void EndAll(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_looking is null || _looking.Token != cancellation) return;
            foreach (var page in _pages) page.Writer.TryComplete();
            _looking.Dispose();
            _looking = null;
        }
    }

    [LoggerMessage(2001, LogLevel.Error, "The live page could not be kept up to date; open pages connect again.")]
    private static partial void LogFailed(ILogger logger, Exception e);

    private static void Send(Channel<FeedItem> page, IEnumerable<FeedItem> items)
    {
        if (!items.All(page.Writer.TryWrite)) page.Writer.TryComplete();
    }
}

/// <summary>One open page.</summary>
internal sealed class FeedSubscription(ChannelReader<FeedItem> items, Action end) : IDisposable
{
    public ChannelReader<FeedItem> Items => items;

    public void Dispose() => end();
}
