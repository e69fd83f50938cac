using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>The group of whole processes: what was acknowledged is there after its leader was killed.</summary>
public sealed class ConsensusProcessTests : IAsyncLifetime
{
    private static readonly string[] Ids = ["one", "two", "three"];
    private readonly TestNetwork _network = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task A_kill_of_the_leader_loses_nothing_and_the_others_go_on()
    {
        var nodes = (await Task.WhenAll(Ids.Select(id => _network.StartAsync(id)))).ToDictionary(node => node.Ready.NodeId);
        await Task.WhenAll(nodes.Values.Select(node => VotersAsync(node, 3)));
        var leader = (await ClientOf(nodes["one"]).GetStatusAsync(default)).Leader!;
        (await HanzoProcess.RunAsync("consensus", "put", "k", "1", "--node", nodes[leader].Url)).Code.ShouldBe(0);

        await nodes[leader].Process.KillAsync();
        await nodes[leader].Process.ExitAsync();

        var left = Ids.Where(id => id != leader).ToArray();
        (await HanzoProcess.RunAsync("consensus", "get", "k", "--node", nodes[left[0]].Url)).ShouldBe((0, "1"));
        (await HanzoProcess.RunAsync("consensus", "put", "k", "2", "--node", nodes[left[1]].Url)).Code.ShouldBe(0);
        var back = await _network.StartAsync(leader);
        await VotersAsync(back, 3);
        (await HanzoProcess.RunAsync("consensus", "get", "k", "--node", back.Url)).ShouldBe((0, "2"));
        (await HanzoProcess.RunAsync("status", "--node", back.Url)).Transcript.ShouldContain("consensus: led by");
    }

    private static ConsensusClient ClientOf(RunningNode node) => new(new NodeClient(new Uri(node.Url)));

    private static async Task VotersAsync(RunningNode node, int count)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = await ClientOf(node).GetStatusAsync(default);
            if (status.Leader is not null && status.Members.Count(member => member.Vote == "voter") == count) return;
            if (TimeProvider.System.GetElapsedTime(began) > HanzoProcess.Patience) throw new TimeoutException($"{status}");
            await timer.WaitForNextTickAsync();
        }
    }
}
