using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Commands;

/// <summary>A run is followed although the node that tells of it ends.</summary>
public sealed class RunWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private TestNode _one = null!;
    private TestNode _two = null!;

    public async Task InitializeAsync() => (_one, _two) = (await TestNode.StartAsync(), await TestNode.StartAsync());

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Another_node_goes_on_after_the_last_event_that_was_seen()
    {
        _one.Network.Events = [.. _one.Network.Events.Take(2)];
        using var client = new NodeClient(_one.Url);
        using var watch = new RunWatch(client, () => new NodeClient(_two.Url), TimeProvider.System);
        await using var events = watch.WatchAsync(FakeNetwork.Run.ToString(), CancellationToken.None).GetAsyncEnumerator();
        var seen = new List<RunEventBody>();
        for (var i = 0; i < 2; i++) await NextAsync();

        await _one.StopAsync();
        while (await NextAsync()) { }

        seen.Where(step => step.Sequence is not null).Select(step => step.Type).ShouldBe(["run.queued", "run.started", "run.completed"]);
        watch.Node.Url.ShouldBe(_two.Url);

        async Task<bool> NextAsync()
        {
            if (!await events.MoveNextAsync().AsTask().WaitAsync(Bound)) return false;
            seen.Add(events.Current);
            return true;
        }
    }

    [Fact]
    public async Task What_a_node_refuses_is_not_asked_of_another()
    {
        using var client = new NodeClient(_one.Url);
        using var watch = new RunWatch(client, () => throw new InvalidOperationException("nobody asks for another"), TimeProvider.System);

        var refused = await Should.ThrowAsync<NodeClientException>(async () =>
        {
            await foreach (var _ in watch.WatchAsync("nonsense", CancellationToken.None)) { }
        });

        refused.Code.ShouldBe("unknown_run");
    }
}
