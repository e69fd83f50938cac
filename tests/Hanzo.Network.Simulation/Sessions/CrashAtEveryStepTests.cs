using Hanzo.Network.Agents;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Tests.Work;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Simulation.Tests.Sessions;

/// <summary>
/// A run that calls five tools, one after the other; nobody waits for it. The node that carries it dies at each of its writes, one
/// network after the other: the run goes on by itself, and no effect is done twice that must not be.
/// </summary>
public sealed class CrashAtEveryStepTests
{
    [Theory]
    [InlineData(CrashMoment.BeforeWrite)]
    [InlineData(CrashMoment.AfterWrite)]
    public void A_crash_at_any_write_of_a_run_loses_nothing_and_repeats_nothing(CrashMoment moment)
    {
        var (writes, home) = Play(0, moment, asker: 0, out var undisturbed);
        undisturbed.ShouldBeEmpty();
        writes.ShouldBeGreaterThanOrEqualTo(13);
        // What dies with its caller before it was acknowledged need not be there.
        var asker = home == 0 ? 1 : 0;

        for (var write = 1; write <= writes; write++)
        {
            Play(write, moment, asker, out var wrong);
            wrong.ShouldBeEmpty($"crash at write {write} of {writes}, {moment}");
        }
    }

    /// <returns>Writes of the run until its end, and the node that it ran on.</returns>
    private static (int Writes, int Home) Play(int crashAt, CrashMoment moment, int asker, out List<string> wrong)
    {
        var (tools, counter) = (new FiveTools(), new CrashingStore.Counter(crashAt, moment));
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
        asking.Process!.Post(() => _ = StartAsync(asking.Network!));

        network.RunUntil(() => Ended(network) is not null, $"the run ends; crash at {crashAt} {moment}");
        var writes = counter.Writes;
        network.Run(20);
        network.Store.ReadAll();
        wrong = [.. Judge(network, tools, crashAt)];
        return (writes, Ended(network)!.Node);
    }

    private static async Task StartAsync(IAgentNetwork network)
    {
        try
        {
            await network.StartAsync(new RunRequest("go") { Agent = "five" });
        }
        catch (AgentNetworkException)
        {
            // What was not acknowledged may be there or not.
        }
    }

    private static void Kill(WorkingNetwork network, SimulatedNode node) =>
        network.World.After(TimeSpan.Zero, () => node.Kill(ProcessEnd.Crash));

    private static EventStored? Ended(WorkingNetwork network) =>
        network.All<EventStored>().FirstOrDefault(stored => Manifests.EndsRun(stored.Manifest));

    private static IEnumerable<string> Judge(WorkingNetwork network, FiveTools tools, int crashAt)
    {
        if (!Manifests.CompletesRun(Ended(network)!.Manifest)) yield return $"the run ended with {Ended(network)!.Manifest}";
        foreach (var name in FiveTools.Names)
        {
            var done = tools.Done.Where(call => call.Key.Tool == name).Sum(call => call.Value);
            var least = crashAt == 0 || FiveTools.PolicyOf(name) != ToolEffect.AskBeforeRetry ? 1 : 0;
            var most = FiveTools.PolicyOf(name) == ToolEffect.Idempotent ? 2 : 1;
            if (done < least || done > most) yield return $"'{name}' took effect {done} times";
        }

        foreach (var checker in Checks())
        {
            foreach (var observation in network.Seen) checker.See(observation);
            var verdict = checker.Conclude(network.World.Now);
            if (!verdict.Holds) yield return verdict.Text;
        }
    }

    internal static IEnumerable<IChecker> Checks() =>
    [
        new OneOwnerPerSlot(), new AcknowledgedEventsSurvive(), new AcceptedRunsSurvive(), new HistoryNeverForks(), new NoEffectTwice(),
        new EffectsAreCutOnlyWithReason(), new OnlyTheDeadAreTakenForDead(), new QueuesStayBounded(),
    ];
}
