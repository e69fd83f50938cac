using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining.Roads;

/// <summary>A road, followed by a clock that the test moves.</summary>
internal sealed class FollowedRoad(IContactRoad road, ManualTime time, NodeIdentity? self = null) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly NodeIdentity _self = self ?? Nodes.Node("one", "10.0.0.1:5681");
    private IAsyncEnumerator<RoadNews>? _news;

    /// <summary>The next news, which time is moved on for; it stands while the road waits for none.</summary>
    public async Task<RoadNews> NextAsync()
    {
        _news ??= road.FollowAsync(_self, _stopping.Token).GetAsyncEnumerator(_stopping.Token);
        var next = _news.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            if (time.Pending > 0) time.Advance(TimeSpan.FromSeconds(0.5));
            await Task.Yield();
        }

        (await next).ShouldBeTrue();
        return _news.Current;
    }

    /// <summary>Nothing new is told, for so long.</summary>
    public async Task SilentAsync(TimeSpan length)
    {
        var next = _news!.MoveNextAsync().AsTask();
        for (var passed = TimeSpan.Zero; passed < length; passed += TimeSpan.FromSeconds(0.5))
        {
            time.Advance(TimeSpan.FromSeconds(0.5));
            for (var i = 0; i < 10; i++) await Task.Yield();
        }

        next.IsCompleted.ShouldBeFalse();
        await _stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(next);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_news is not null) await _news.DisposeAsync();
        _stopping.Dispose();
    }
}
