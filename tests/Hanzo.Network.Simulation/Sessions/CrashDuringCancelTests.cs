using Hanzo.Network.Agents;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Tests.Work;

namespace Hanzo.Network.Simulation.Tests.Sessions;

/// <summary>
/// A run is cancelled from another node while a tool has taken effect and not returned yet. The node that carries the run dies at each
/// of its writes from then on: the run ends cancelled, nothing more of it is begun, and the call of unknown outcome is named.
/// </summary>
public sealed class CrashDuringCancelTests
{
    [Theory]
    [InlineData(CrashMoment.BeforeWrite)]
    [InlineData(CrashMoment.AfterWrite)]
    public void A_crash_at_any_write_of_a_cancellation_leaves_the_run_cancelled(CrashMoment moment)
    {
        var (writes, home) = Play(0, moment, asker: 0, out var undisturbed);
        undisturbed.ShouldBeEmpty();
        writes.ShouldBeGreaterThanOrEqualTo(2);
        var asker = home == 0 ? 1 : 0;

        for (var write = 1; write <= writes; write++)
        {
            Play(write, moment, asker, out var wrong);
            wrong.ShouldBeEmpty($"crash at write {write} of {writes}, {moment}");
        }
    }

    /// <returns>Writes from the wish to the run's end, and the node that it ran on.</returns>
    private static (int Writes, int Home) Play(int crashAt, CrashMoment moment, int asker, out List<string> wrong)
    {
        var (tools, counter) = (new FiveTools(), new CrashingStore.Counter(crashAt, moment) { Counts = false });
        WorkingNetwork network = null!;
        network = new WorkingNetwork(nodes: 3, seed: 5, (place, parts) => parts with
        {
            Chat = new FiveToolModel(place),
            Agents = [FiveTools.Agent],
            Tools = tools.Of(place),
            Variant = new SimulationVariant
            {
                Store = store => new CrashingStore(store, counter, () => Kill(network, network.Nodes[place.Node])),
            },
        });
        network.Start();
        var asking = network.Nodes[asker];
        var client = new Client(asking.Network!);
        asking.Process!.Post(() => _ = client.StartAsync());
        network.RunUntil(() => tools.Done.Keys.Any(done => done.Tool == "pay"), "the third tool takes effect");
        var home = network.All<EffectStarted>().Last().Node;
        counter.Counts = true;
        asking.Process!.Post(() => _ = client.CancelAsync());

        network.RunUntil(() => client is { Cancelled: not null, Seen.Count: > 0 } && client.Seen[^1].IsTerminal,
            $"the run is cancelled; crash at {crashAt} {moment}");
        var writes = counter.Writes;
        network.Run(20);
        network.Store.ReadAll();
        wrong = [.. Judge(network, tools, client)];
        return (writes, home);
    }

    private static void Kill(WorkingNetwork network, SimulatedNode node) =>
        network.World.After(TimeSpan.Zero, () => node.Kill(ProcessEnd.Crash));

    private static IEnumerable<string> Judge(WorkingNetwork network, FiveTools tools, Client client)
    {
        var ends = network.All<EventStored>().Where(stored => Manifests.EndsRun(stored.Manifest)).Select(stored => stored.Manifest);
        if (ends.Count() != 1 || !Manifests.CancelsRun(ends.First())) yield return $"the run ended with {string.Join(", ", ends)}";
        var (cancelled, last) = (client.Cancelled!, client.Seen[^1]);
        if (cancelled.Status != RunStatus.Cancelled) yield return $"the caller heard {cancelled.Status}";
        if (last.Type != RunEventTypes.Cancelled) yield return $"the stream ended with {last.Type}";
        if (cancelled.Error?.Contains("may have taken effect: pay (step 6)") != true) yield return $"the error is '{cancelled.Error}'";
        foreach (var (tool, times) in tools.Done.GroupBy(done => done.Key.Tool, (tool, done) => (tool, done.Sum(call => call.Value))))
            if (tool is "send" or "note" || (tool == "pay" && times != 1)) yield return $"'{tool}' took effect {times} times";
        foreach (var checker in CrashAtEveryStepTests.Checks())
        {
            foreach (var observation in network.Seen) checker.See(observation);
            var verdict = checker.Conclude(network.World.Now);
            if (!verdict.Holds) yield return verdict.Text;
        }
    }

    private sealed class Client(IAgentNetwork network)
    {
        private RunId _run;

        public List<RunEvent> Seen { get; } = [];

        public RunResult? Cancelled { get; private set; }

        public async Task StartAsync()
        {
            _run = (await network.StartAsync(new RunRequest("go") { Agent = "five" })).Id;
            await foreach (var @event in network.WatchAsync(_run)) Seen.Add(@event);
        }

        public async Task CancelAsync()
        {
            while (Cancelled is null)
            {
                try
                {
                    Cancelled = await network.CancelAsync(_run, "enough");
                }
                catch (AgentNetworkException later) when (later.Error == NetworkError.Unavailable)
                {
                    // The session moves: a person would try again, too.
                }
            }
        }
    }
}
