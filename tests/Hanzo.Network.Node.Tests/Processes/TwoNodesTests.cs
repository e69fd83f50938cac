using System.Diagnostics;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Node.Tests.Processes;

[Collection(ProcessCollection.Name)]
public sealed class TwoNodesTests : IAsyncLifetime
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
    public async Task Each_lists_the_other_as_healthy_within_two_seconds_of_the_second_ones_ready_line()
    {
        var times = await Task.WhenAll(_one.UntilAsync(SeesHealthy("two")), _two.UntilAsync(SeesHealthy("one")));

        times.Max().ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task An_agent_of_one_node_is_asked_at_the_other()
    {
        var (code, transcript) = await HanzoProcess.RunAsync("run", "math", Question.Input!, "--node", _one.Url);

        code.ShouldBe(0, transcript);
        transcript.ShouldContain("101");
        transcript.ShouldContain("math ran on node two");
    }

    [Fact]
    public async Task Commands_find_a_local_node_by_themselves_and_by_id()
    {
        var (code, transcript) = await HanzoProcess.RunAsync("status", "--data", _network.Data.FullName);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("network default, seen from node one");

        (code, transcript) = await HanzoProcess.RunAsync("peers", "--data", _network.Data.FullName, "--node", "two", "--json");
        code.ShouldBe(0, transcript);
        transcript.ShouldStartWith("{\"one\":{\"address\":\"127.0.0.1:");
    }

    [Fact]
    public async Task A_node_that_leaves_on_ctrl_c_is_gone_within_three_seconds()
    {
        (await _one.Client.RunAsync(Question, CancellationToken.None)).Node.ShouldBe("two");
        await _two.Process.InterruptAsync();

        (await _one.UntilAsync(network => network.PeerCount == 0)).ShouldBeLessThan(TimeSpan.FromSeconds(3));
        (await _two.Process.ExitAsync()).ShouldBe(0, _two.Process.Transcript);
        File.Exists(Path.Combine(_network.Data.FullName, "default", "two", "node.json")).ShouldBeFalse();
        await RefusesAtOnceAsync();
    }

    [Fact]
    public async Task A_node_that_is_killed_is_gone_within_eight_seconds()
    {
        (await _one.Client.RunAsync(Question, CancellationToken.None)).Node.ShouldBe("two");
        await _two.Process.KillAsync();

        (await _one.UntilAsync(network => network.PeerCount == 0)).ShouldBeLessThan(TimeSpan.FromSeconds(8));
        await RefusesAtOnceAsync();
    }

    [Fact]
    public async Task A_run_can_be_followed_at_the_node_that_does_not_run_it()
    {
        var (code, transcript) = await HanzoProcess.RunAsync("run", "math", "6 * 7", "--stream", "--json", "--node", _one.Url);

        code.ShouldBe(0, transcript);
        var lines = transcript.Split('\n');
        lines[0].ShouldStartWith("{\"type\":\"run.queued\"");
        lines[^2].ShouldStartWith("{\"type\":\"run.completed\"");
        lines[^1].ShouldContain("\"node\":\"two\",\"status\":\"completed\",\"output\":\"42");
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
