using System.Diagnostics;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Node.Tests.Processes;

[Collection(ProcessCollection.Name)]
public sealed class OneOfTwoNodesGoesTests : IAsyncLifetime
{
    private static readonly RunRequestBody Question = new() { Agent = "math", Input = "What is (19 + 5) * 5 - 19?" };
    private readonly TestNetwork _network = new();
    private RunningNode _one = null!;
    private RunningNode _two = null!;

    public async Task InitializeAsync()
    {
        _one = await _network.StartAsync("one", "--agents", "text");
        _two = await _network.StartAsync("two", "--agents", "math");
    }

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task A_node_that_leaves_on_ctrl_c_is_gone_within_three_seconds()
    {
        await _one.UntilAsync(SeesHealthy("two"));
        (await _one.Client.RunAsync(Question, CancellationToken.None)).Node.ShouldBe("two");
        await _two.Process.InterruptAsync();

        (await _one.UntilAsync(network => network.PeerCount == 0)).ShouldBeLessThan(TimeSpan.FromSeconds(3));
        (await _two.Process.ExitAsync()).ShouldBe(0, _two.Process.Transcript);
        File.Exists(Path.Combine(_network.Data.FullName, "default", "two", "node.json")).ShouldBeFalse();
        await RefusesAtOnceAsync();
    }

    [Fact]
    public async Task Each_lists_the_other_as_healthy_within_two_seconds_and_one_that_is_killed_is_gone_within_eight()
    {
        await EachListsTheOtherSoonAsync();
        (await _one.Client.RunAsync(Question, CancellationToken.None)).Node.ShouldBe("two");
        await _two.Process.KillAsync();

        (await _one.UntilAsync(network => network.PeerCount == 0)).ShouldBeLessThan(TimeSpan.FromSeconds(8));
        await RefusesAtOnceAsync();
    }

    /// <summary>Of the second one's ready line.</summary>
    private async Task EachListsTheOtherSoonAsync()
    {
        var times = await Task.WhenAll(_one.UntilAsync(SeesHealthy("two")), _two.UntilAsync(SeesHealthy("one")));

        times.Max().ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private async Task RefusesAtOnceAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var refused = await Should.ThrowAsync<NodeClientException>(() => _one.Client.RunAsync(Question, CancellationToken.None));

        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        refused.Code.ShouldBe("no_candidate");
        refused.Message.ShouldContain("'math'");
        refused.Message.ShouldContain("one: ");
        refused.Message.ShouldContain("two: ");
    }

    private static Func<NetworkBody, bool> SeesHealthy(string id) => network => network.Peers.TryGetValue(id, out var peer) && peer.Healthy;
}
