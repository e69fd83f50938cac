using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Hosting;

[Collection(AloneCollection.Name)]
public sealed class RestartTests(ITestOutputHelper output)
{
    private const int Restarts = 20;
    private const int WarmUp = 5;
    private const int Callers = 8;

    [Fact]
    public async Task Twenty_new_actor_systems_under_load_lose_no_started_run_and_leak_nothing()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Math);
        var started = new ConcurrentBag<RunId>();
        var systems = new List<WeakReference<ActorSystem>>();
        using var ended = new CancellationTokenSource();
        var load = Enumerable.Range(0, Callers).Select(n => CallAsync(one.Network, n, started, ended.Token)).ToArray();

        Footprint? before = null;
        for (var restart = 0; restart < Restarts; restart++)
        {
            var done = started.Count;
            systems.Add(PresentSystem(one));
            await one.ClusterHost.RestartAsync(CancellationToken.None).Within(30);
            await Eventually.TrueAsync(() => started.Count >= done + Callers, TimeSpan.FromSeconds(20));
            if (restart == WarmUp) before = Footprint.Now();
        }

        await ended.CancelAsync();
        await Task.WhenAll(load).Within(30);

        one.ClusterHost.Generations.ShouldBe(Restarts + 1);
        started.Count.ShouldBeGreaterThan(Restarts * Callers);
        foreach (var run in started) (await EndOfAsync(one.Network, run)).ShouldBe(RunEventTypes.Completed, $"{run}");
        await AllCollected(systems).Within(20);
        // The transport of a system that has ended lets its threads go some seconds later.
        await Eventually.TrueAsync(() => Footprint.Now().IsNotMoreThan(before!), TimeSpan.FromSeconds(30));
        output.WriteLine($"{started.Count} runs, {before} then {Footprint.Now()}");
    }

    [Fact]
    public async Task A_run_under_way_ends_in_the_next_actor_system()
    {
        await using var network = new TestNetwork(output);
        using var model = new GatedChatClient();
        var one = await network.StartAsync("one", n => n.UseChatClient(model), new Agent { Name = AgentName.Parse("slow") });

        var run = one.Network.RunAsync(new RunRequest("hello") { Agent = "slow" });
        await model.NextCall().Within(10);
        await one.ClusterHost.RestartAsync(CancellationToken.None).Within(30);
        (await model.NextCall().Within(10)).Release("from the second life");

        var result = await run.Within(10);
        (result.Status, result.Output).ShouldBe((RunStatus.Completed, "from the second life"));
    }

    [Fact]
    public async Task Runs_that_another_node_was_told_had_started_end_though_their_node_restarts()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Text);
        var two = await network.StartAsync("two", BuiltInAgents.Math);
        await network.MeetAsync();
        var started = new ConcurrentBag<RunId>();
        using var ended = new CancellationTokenSource();
        var load = Enumerable.Range(0, Callers).Select(n => StartAsync(one.Network, n, started, ended.Token)).ToArray();

        for (var restart = 0; restart < 3; restart++)
        {
            var done = started.Count;
            await two.ClusterHost.RestartAsync(CancellationToken.None).Within(30);
            await Eventually.TrueAsync(() => started.Count >= done + Callers, TimeSpan.FromSeconds(20));
        }

        await ended.CancelAsync();
        await Task.WhenAll(load).Within(30);
        foreach (var run in started) (await EndOfAsync(one.Network, run)).ShouldBe(RunEventTypes.Completed, $"{run}");
        (await one.Network.GetStatusAsync()).Peers["two"].Healthy.ShouldBeTrue();
    }

    [Fact]
    public async Task A_node_whose_actor_system_ends_by_itself_starts_another()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Math);

        await one.Gate.Current!.System.Terminate().Within(20);
        var result = await one.Network.RunAsync(new RunRequest("What is 1 + 1?") { Agent = "math" }).Within(20);

        result.Output.ShouldContain("2");
        one.ClusterHost.Generations.ShouldBe(2);
    }

    private static async Task CallAsync(IAgentNetwork network, int caller, ConcurrentBag<RunId> started, CancellationToken ended)
    {
        for (var n = 0; !ended.IsCancellationRequested; n++)
        {
            var request = new RunRequest($"What is {caller} + {n}?") { Agent = "math" };
            if (n % 2 == 0)
            {
                started.Add((await network.StartAsync(request, CancellationToken.None).Within(30)).Id);
                continue;
            }

            var result = await network.RunAsync(request, CancellationToken.None).Within(30);
            result.Output.ShouldContain($"{caller + n}");
            started.Add(result.Id);
        }
    }

    /// <summary>While the other node is away its agents have no candidate, which is told at once.</summary>
    private static async Task StartAsync(IAgentNetwork network, int caller, ConcurrentBag<RunId> started, CancellationToken ended)
    {
        for (var n = 0; !ended.IsCancellationRequested; n++)
        {
            try
            {
                var request = new RunRequest($"What is {caller} + {n}?") { Agent = "math" };
                started.Add((await network.StartAsync(request, CancellationToken.None).Within(30)).Id);
            }
            catch (AgentNetworkException away) when (away.Error is NetworkError.NoCandidate)
            {
                await Eventually.TrueAsync(
                    async () => (await network.GetAgentsAsync()).Any(a => a.Definition.Name == BuiltInAgents.Math.Name));
            }
        }
    }

    private static async Task<string> EndOfAsync(IAgentNetwork network, RunId run)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var last = "";
        await foreach (var @event in network.WatchAsync(run, 0, patience.Token)) last = @event.Type;
        return last;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<ActorSystem> PresentSystem(TestNode node) => new(node.Gate.Current!.System);

    private static Task AllCollected(List<WeakReference<ActorSystem>> systems) => Eventually.TrueAsync(() =>
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return systems.TrueForAll(s => !s.TryGetTarget(out _));
    });

    private sealed record Footprint(int Threads, int Files)
    {
        /// <summary>Of the thread pool; less than one thread or socket for every restart between the two.</summary>
        private const int Noise = Restarts - WarmUp - 3;

        public bool IsNotMoreThan(Footprint other) => Threads <= other.Threads + Noise && Files <= other.Files + Noise;

        public static Footprint Now()
        {
            using var self = Process.GetCurrentProcess();
            var files = Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
            return new Footprint(self.Threads.Count, files);
        }
    }
}
