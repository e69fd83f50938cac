using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Work goes to the device that suits it.</summary>
[Collection(ProcessCollection.Name)]
public sealed class ThreeDevicesTests(ThreeDevices home) : IClassFixture<ThreeDevices>
{
    [Fact]
    public async Task Heavy_work_goes_to_the_server_light_to_the_laptop_and_background_to_the_Pi()
    {
        (home.Refused + home.Deployed).ShouldContain("deployed thinker, version 1; it may run on laptop, pi, server");

        foreach (var (agent, node) in new[] { ("thinker", "server"), ("talker", "laptop"), ("sweeper", "pi") })
        {
            await QuietAsync(home.Pi);
            var run = await home.Pi.Client.RunAsync(new RunRequestBody { Agent = agent, Input = "hello" }, CancellationToken.None);
            run.Node.ShouldBe(node, run.Why);
        }

        await QuietAsync(home.Laptop);
        var (code, transcript) = await HanzoProcess.RunAsync("why", "thinker", "--node", home.Laptop.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("165.16 fp16 TFLOPS");
        transcript.ShouldContain("capability: 'thinker' on 'server' (Server, 165.16 fp16 TFLOPS, ");
        (code, transcript) = await HanzoProcess.RunAsync("why", "thinker", "--without", "server", "--node", home.Laptop.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("capability: 'thinker' on 'laptop'");
        transcript.ShouldContain("of 'thinker' would move: ");
    }

    [Fact]
    public async Task An_impossible_requirement_is_refused_at_once_with_every_node_and_its_reason()
    {
        RefusesTheGiant(home.Refused);
        home.Deployed.ShouldContain("note: nobody can run it now: agent 'giant' has no node to run on");

        using var http = new HttpClient { BaseAddress = new Uri(home.Pi.Url) };
        using var response = await http.PostAsJsonAsync("/v1/runs", new { agent = "giant", input = "hello" });
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        var (code, transcript) = await HanzoProcess.RunAsync("run", "giant", "hello", "--node", home.Laptop.Url);

        (response.StatusCode, response.Content.Headers.ContentType!.MediaType, problem["code"]!.ToString())
            .ShouldBe((HttpStatusCode.UnprocessableEntity, "application/problem+json", "no_candidate"));
        code.ShouldBe(1, transcript);
        RefusesTheGiant(problem["detail"]!.ToString());
        RefusesTheGiant(transcript);
    }

    [LinuxFact]
    public async Task While_the_server_is_at_capacity_the_next_best_device_takes_over_and_that_is_said()
    {
        await QuietAsync(home.Pi);

        // A stopped process ends no run: the one that it is given keeps its only place, until it goes on or is taken for dead.
        await home.Server.Process.StopAsync();
        var first = AskThinkerAsync();
        await ServerIsAtCapacityAsync();
        var second = await AskThinkerAsync();
        await home.Server.Process.GoOnAsync();

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
        home.Pi.Client.RunAsync(new RunRequestBody { Agent = "thinker", Input = "hello" }, CancellationToken.None);

    /// <summary>The three share the processor of one machine: starting them alone can make it busy.</summary>
    private static Task QuietAsync(RunningNode asked) =>
        UntilAsync(asked, nodes => nodes.Length == 3 && nodes.All(verdict => verdict.Score.Busy is null));

    private Task ServerIsAtCapacityAsync() => UntilAsync(
        home.Pi, nodes => nodes.Any(verdict => verdict is { Node: "server", Score.Busy: "is at capacity (1 of 1 run)" }));

    /// <summary>As it is told where the runs are asked for.</summary>
    private static async Task UntilAsync(RunningNode asked, Func<ImmutableArray<VerdictBody>, bool> holds)
    {
        using var deadline = new CancellationTokenSource(HanzoProcess.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!holds((await asked.Client.GetPlacementAsync("thinker", null, deadline.Token)).Nodes))
            await timer.WaitForNextTickAsync(deadline.Token);
    }
}
