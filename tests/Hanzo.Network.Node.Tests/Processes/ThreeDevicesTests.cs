using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>The home of one laptop, one GPU server and one Raspberry Pi, as three processes with device files.</summary>
[Collection(ProcessCollection.Name)]
public sealed class ThreeDevicesTests : IAsyncLifetime
{
    private const string Agents =
        """
        {"agents":[
          {"name":"thinker","model":"echo","workload":"heavy"},
          {"name":"talker","model":"echo","workload":"light"},
          {"name":"sweeper","model":"echo","workload":"background"},
          {"name":"giant","model":"echo","workload":"heavy","requires":{"vram_mb":80000}}
        ]}
        """;

    private readonly TestNetwork _network = new();
    private RunningNode _laptop = null!;
    private RunningNode _server = null!;
    private RunningNode _pi = null!;

    public async Task InitializeAsync()
    {
        _laptop = await StartAsync(
            "laptop", """{"model":"MacBook Air","chip":"Apple M3","memory":16384,"flops":{"fp32":3.55,"fp16":7.1,"int8":14.2}}""");
        _server = await StartAsync(
            "server",
            """
            {"model":"Server","chip":"NVIDIA GeForce RTX 4090","memory":65536,"flops":{"fp32":82.58,"fp16":165.16,"int8":330.32},
            "gpus":[{"name":"NVIDIA GeForce RTX 4090","memory":24576}]}
            """,
            "--capacity", "1");
        _pi = await StartAsync(
            "pi", """{"model":"Raspberry Pi 4","chip":"BCM2711","memory":8192,"flops":{"fp32":0.1,"fp16":0.1,"int8":0.2}}""");
        await Task.WhenAll(_laptop.UntilAsync(network => network.PeerCount == 2), _pi.UntilAsync(network => network.PeerCount == 2));
    }

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task Heavy_work_goes_to_the_server_light_to_the_laptop_and_background_to_the_Pi()
    {
        var (code, transcript) = await DeployAsync();
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("deployed thinker, version 1; it may run on laptop, pi, server");

        foreach (var (agent, node) in new[] { ("thinker", "server"), ("talker", "laptop"), ("sweeper", "pi") })
        {
            await QuietAsync(_pi);
            var run = await _pi.Client.RunAsync(new RunRequestBody { Agent = agent, Input = "hello" }, CancellationToken.None);
            run.Node.ShouldBe(node, run.Why);
        }

        await QuietAsync(_laptop);
        (code, transcript) = await HanzoProcess.RunAsync("why", "thinker", "--node", _laptop.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("165.16 fp16 TFLOPS");
        transcript.ShouldContain("capability: 'thinker' on 'server' (Server, 165.16 fp16 TFLOPS, ");
        (code, transcript) = await HanzoProcess.RunAsync("why", "thinker", "--without", "server", "--node", _laptop.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("capability: 'thinker' on 'laptop'");
        transcript.ShouldContain("of 'thinker' would move: ");
    }

    [Fact]
    public async Task An_impossible_requirement_is_refused_at_once_with_every_node_and_its_reason()
    {
        var (code, transcript) = await HanzoProcess.RunAsync("deploy", await FileAsync(), "--node", _laptop.Url);
        code.ShouldBe(1, transcript);
        RefusesTheGiant(transcript);
        (code, transcript) = await DeployAsync();
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("note: nobody can run it now: agent 'giant' has no node to run on");

        using var http = new HttpClient { BaseAddress = new Uri(_pi.Url) };
        using var response = await http.PostAsJsonAsync("/v1/runs", new { agent = "giant", input = "hello" });
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        (code, transcript) = await HanzoProcess.RunAsync("run", "giant", "hello", "--node", _laptop.Url);

        (response.StatusCode, response.Content.Headers.ContentType!.MediaType, problem["code"]!.ToString())
            .ShouldBe((HttpStatusCode.UnprocessableEntity, "application/problem+json", "no_candidate"));
        code.ShouldBe(1, transcript);
        RefusesTheGiant(problem["detail"]!.ToString());
        RefusesTheGiant(transcript);
    }

    [LinuxFact]
    public async Task While_the_server_is_at_capacity_the_next_best_device_takes_over_and_that_is_said()
    {
        var (code, transcript) = await DeployAsync();
        code.ShouldBe(0, transcript);

        await QuietAsync(_pi);

        // A stopped process ends no run: the one that it is given keeps its only place, until it goes on or is taken for dead.
        await _server.Process.StopAsync();
        var first = AskThinkerAsync();
        await ServerIsAtCapacityAsync();
        var second = await AskThinkerAsync();
        await _server.Process.GoOnAsync();

        (second.Status, second.Node).ShouldBe(("completed", "laptop"), second.Why);
        second.Why.ShouldContain("leaving out 'server', which is at capacity (1 of 1 run)");
        (await first).Status.ShouldBe("completed", (await first).Why);
    }

    private static void RefusesTheGiant(string text)
    {
        text.ShouldContain("laptop: needs at least 80000 MB of memory on one GPU, has an unknown amount");
        text.ShouldContain("pi: needs at least 80000 MB of memory on one GPU, has an unknown amount");
        text.ShouldContain("server: needs at least 80000 MB of memory on one GPU, has 24576");
    }

    private Task<RunBody> AskThinkerAsync() =>
        _pi.Client.RunAsync(new RunRequestBody { Agent = "thinker", Input = "hello" }, CancellationToken.None);

    /// <summary>The three share the processor of one machine: starting them alone can make it busy.</summary>
    private static Task QuietAsync(RunningNode asked) => UntilAsync(asked, nodes => nodes.All(verdict => verdict.Score.Busy is null));

    private Task ServerIsAtCapacityAsync() => UntilAsync(
        _pi, nodes => nodes.Any(verdict => verdict is { Node: "server", Score.Busy: "is at capacity (1 of 1 run)" }));

    /// <summary>As it is told where the runs are asked for.</summary>
    private static async Task UntilAsync(RunningNode asked, Func<ImmutableArray<VerdictBody>, bool> holds)
    {
        using var deadline = new CancellationTokenSource(HanzoProcess.Patience);
        while (!holds((await asked.Client.GetPlacementAsync("thinker", null, deadline.Token)).Nodes))
        {
        }
    }

    private async Task<RunningNode> StartAsync(string id, string device, params IEnumerable<string> more)
    {
        var file = Path.Combine(_network.Data.FullName, $"{id}.json");
        await File.WriteAllTextAsync(file, device);
        return await _network.StartAsync(id, ["--agents", "echo", "--device", file, "--child", .. more]);
    }

    private async Task<(int Code, string Transcript)> DeployAsync() =>
        await HanzoProcess.RunAsync("deploy", await FileAsync(), "--force", "--node", _laptop.Url);

    private async Task<string> FileAsync()
    {
        var file = Path.Combine(_network.Data.FullName, "agents.json");
        await File.WriteAllTextAsync(file, Agents);
        return file;
    }
}
