using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>
/// Feature C35: A registers, B discovers A, X is deployed to A, Y to B, X and Y talk, A fails, X goes on at B, all is consistent.
/// X's session goes on at B with all it remembers: the nodes of one machine share their journal.
/// </summary>
public sealed class AcceptanceFlowTests : IAsyncLifetime
{
    private const string Fast = """{"model":"A","chip":"a","memory":65536,"flops":{"fp32":80,"fp16":160,"int8":320}}""";
    private const string Slow = """{"model":"B","chip":"b","memory":16384,"flops":{"fp32":3,"fp16":6,"int8":12}}""";

    private readonly TestNetwork _network = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task X_goes_on_at_B_when_A_fails()
    {
        var a = await StartAsync("a", Fast);
        var b = await StartAsync("b", Slow);
        await Task.WhenAll(a.UntilAsync(Sees("b")), b.UntilAsync(Sees("a")));

        // X belongs on one node, the one that suits it best; Y on B.
        await DeployAsync(a, """{"agents":[{"name":"x","tools":["calculate"],"workload":"heavy"}]}""", "--replicas", "1");
        await DeployAsync(b, """{"agents":[{"name":"y","tools":["word_count"]}]}""", "--on", "b");

        var (x, y) = await TalkAsync(a, b);
        (x.Node, y.Node).ShouldBe(("a", "b"));

        await a.Process.KillAsync();
        await b.UntilAsync(network => network.PeerCount == 0);

        var anew = await AskAsync(b, "x", "What is 6 * 7?");
        (anew.Node, anew.Output[..2]).ShouldBe(("b", "42"));
        (await AskAsync(b, "y", "Count the words in: one two", y.Session)).Node.ShouldBe("b");
        var goesOn = await AskAsync(b, "x", "What is 1 + 1?", x.Session);
        (goesOn.Node, goesOn.RunId, goesOn.Output[..1]).ShouldBe(("b", $"{x.Session}.3", "2"));
        (await b.Client.GetRunAsync(x.RunId, CancellationToken.None)).Output.ShouldBe(x.Output);

        var again = await StartAsync("a", Fast);
        await Task.WhenAll(again.UntilAsync(Sees("b")), b.UntilAsync(Sees("a")));
        await IsConsistentAsync(again, b);
    }

    /// <summary>Each one's output is the other's input, through either node.</summary>
    private static async Task<(RunBody X, RunBody Y)> TalkAsync(RunningNode a, RunningNode b)
    {
        var x = await AskAsync(b, "x", "What is 6 * 7?");
        x.Output.ShouldStartWith("42");
        var y = await AskAsync(a, "y", $"Count the words in: {x.Output.Split('\n')[0]} is the answer");
        y.Output.ShouldStartWith("4 words");
        x = await AskAsync(a, "x", $"What is {y.Output.Split(' ')[0]} + 1?", x.Session);
        x.Output.ShouldStartWith("5");
        y = await AskAsync(b, "y", $"Count the words in: {x.Output.Split('\n')[0]} times", y.Session);
        y.Output.ShouldStartWith("2 words");
        return (x, y);
    }

    /// <summary>All nodes know the same agents in the same versions, and plan the same.</summary>
    private static async Task IsConsistentAsync(RunningNode one, RunningNode other)
    {
        string[] wanted = ["echo v0 on a,b", "x v1 on b, planned a:0 b:16", "y v1 on b"];
        using var deadline = new CancellationTokenSource(HanzoProcess.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var (seenByOne, seenByOther) = ("", "");
        try
        {
            while (seenByOne != seenByOther || !wanted.All(seenByOne.Contains))
            {
                await timer.WaitForNextTickAsync(deadline.Token);
                (seenByOne, seenByOther) = (await KnownByAsync(one), await KnownByAsync(other));
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"the nodes never agreed on what there is; a:\n{seenByOne}\nb:\n{seenByOther}");
        }
    }

    private static async Task<string> KnownByAsync(RunningNode node)
    {
        var lines = new List<string>();
        foreach (var agent in (await node.Client.GetAgentsAsync(CancellationToken.None)).Agents)
        {
            var placement = await node.Client.GetPlacementAsync(agent.Name, null, CancellationToken.None);
            var planned = string.Join(' ', placement.Nodes.Select(verdict => $"{verdict.Node}:{verdict.Slots.Planned}"));
            lines.Add($"{agent.Name} v{agent.Deployment?.Version ?? 0} on {string.Join(',', agent.Nodes)}, planned {planned}");
        }

        return string.Join('\n', lines);
    }

    private static Task<RunBody> AskAsync(RunningNode node, string agent, string input, string? session = null) =>
        node.Client.RunAsync(new RunRequestBody { Agent = agent, Input = input, Session = session }, CancellationToken.None);

    private static Func<NetworkBody, bool> Sees(string id) => network => network.Peers.TryGetValue(id, out var peer) && peer.Healthy;

    private async Task<RunningNode> StartAsync(string id, string device)
    {
        var file = Path.Combine(_network.Data.FullName, $"{id}.json");
        await File.WriteAllTextAsync(file, device);
        return await _network.StartAsync(id, "--agents", "echo", "--device", file, "--child");
    }

    private async Task DeployAsync(RunningNode node, string agents, params string[] scope)
    {
        var file = Path.Combine(_network.Data.FullName, "agents.json");
        await File.WriteAllTextAsync(file, agents);
        var (code, transcript) = await HanzoProcess.RunAsync(["deploy", file, .. scope, "--node", node.Url]);
        code.ShouldBe(0, transcript);
    }
}
