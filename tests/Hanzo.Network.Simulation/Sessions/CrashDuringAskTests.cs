using Hanzo.Network.Agents;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Tests.Work;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Simulation.Tests.Sessions;

/// <summary>
/// A run asks another agent, which uses a tool; nobody waits for it. Whatever node writes dies at each of the writes that follow, of the
/// asking session, of the asked one, of what binds the one to the other: both runs end, and there is one of each.
/// </summary>
public sealed class CrashDuringAskTests
{
    private static readonly Agent Boss =
        new() { Name = AgentName.Parse("boss"), Agents = [new AgentLink(AgentName.Parse("payer"))], Slots = 4 };

    private static readonly Agent Payer =
        new() { Name = AgentName.Parse("payer"), Tools = [new ToolReference("reserve")], Slots = 4 };

    [Theory]
    [InlineData(CrashMoment.BeforeWrite)]
    [InlineData(CrashMoment.AfterWrite)]
    public void A_crash_of_either_side_at_any_write_begins_no_second_run(CrashMoment moment)
    {
        var writes = Play(0, moment, out var undisturbed);
        undisturbed.ShouldBeEmpty();
        writes.ShouldBeGreaterThanOrEqualTo(9);

        for (var write = 1; write <= writes; write++)
        {
            Play(write, moment, out var wrong);
            wrong.ShouldBeEmpty($"crash at write {write} of {writes}, {moment}");
        }
    }

    /// <returns>Writes from the first call of the asking agent's model to the end of its run.</returns>
    private static int Play(int crashAt, CrashMoment moment, out List<string> wrong)
    {
        var (tools, counter) = (new FiveTools(), new CrashingStore.Counter(crashAt, moment) { Counts = false });
        WorkingNetwork network = null!;
        network = new WorkingNetwork(nodes: 3, seed: 5, (place, parts) => parts with
        {
            Chat = new FiveToolModel(place, Reply),
            Agents = [Boss, Payer],
            Tools = tools.Of(place),
            Variant = new SimulationVariant
            {
                Store = store => new CrashingStore(store, counter, () => Kill(network, network.Nodes[place.Node])),
            },
        });
        network.Start();
        var asking = network.Nodes[0];
        asking.Process!.Post(() => _ = asking.Network!.StartAsync(new RunRequest("go") { Agent = "boss" }));
        network.RunUntil(() => network.All<EffectStarted>().Any(), "the asking agent's model is called");
        counter.Counts = true;

        network.RunUntil(() => EndsOf(network, "boss.").Any(), $"the asking run ends; crash at {crashAt} {moment}");
        var writes = counter.Writes;
        network.Run(20);
        network.Store.ReadAll();
        wrong = [.. Judge(network, tools)];
        return writes;
    }

    private static ChatMessage Reply(ChatMessage[] messages, ChatOptions options)
    {
        if (messages[^1].Contents.OfType<FunctionResultContent>().FirstOrDefault() is { } result)
            return new ChatMessage(ChatRole.Assistant, $"{result.Result}");
        var tool = options.Tools!.Single().Name;
        var arguments = tool == "reserve" ? null : new Dictionary<string, object?> { ["input"] = "pay" };
        return new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", tool, arguments)]);
    }

    private static void Kill(WorkingNetwork network, SimulatedNode node) =>
        network.World.After(TimeSpan.Zero, () => node.Kill(ProcessEnd.Crash));

    private static IEnumerable<EventStored> EndsOf(WorkingNetwork network, string agent) => network.All<EventStored>()
        .Where(stored => stored.PersistenceId.StartsWith(agent, StringComparison.Ordinal) && Manifests.EndsRun(stored.Manifest));

    private static IEnumerable<string> Judge(WorkingNetwork network, FiveTools tools)
    {
        foreach (var agent in new[] { "boss.", "payer." })
        {
            var ends = EndsOf(network, agent).Select(stored => stored.Manifest).ToList();
            if (ends.Count != 1 || !Manifests.CompletesRun(ends[0])) yield return $"runs of {agent} ended with {string.Join(", ", ends)}";
            var begun = network.All<EventStored>().Count(stored =>
                stored.PersistenceId.StartsWith(agent, StringComparison.Ordinal) && Manifests.QueuesRun(stored.Manifest));
            if (begun != 1) yield return $"{begun} runs of {agent} were begun";
        }

        if (tools.Done.Values.Sum() != 1) yield return $"the tool took effect {tools.Done.Values.Sum()} times";
        foreach (var checker in CrashAtEveryStepTests.Checks())
        {
            foreach (var observation in network.Seen) checker.See(observation);
            var verdict = checker.Conclude(network.World.Now);
            if (!verdict.Holds) yield return verdict.Text;
        }
    }
}
