using Hanzo.Network.Simulation.Checks;

namespace Hanzo.Network.Simulation.Tests.Work;

public sealed class ClientsTests
{
    [Fact]
    public void Every_run_that_is_asked_for_in_a_calm_network_ends_and_is_in_the_journal()
    {
        var network = new WorkingNetwork(nodes: 3);
        network.Start();

        network.Clients.Start(network.World.Now + TimeSpan.FromMinutes(3));
        network.Run(180);
        network.RunUntil(() => network.Clients.IsQuiet && network.Clients.IsAllEnded, "all runs have ended");

        var (asked, ended) = (network.All<RunAsked>().ToList(), network.All<RunEnded>().ToList());
        asked.Count.ShouldBeGreaterThan(30);
        asked.Select(a => a.Request).Distinct().Count().ShouldBe(asked.Count);
        asked.Select(a => a.Node).Distinct().Count().ShouldBe(3);
        var told = ended.Select(e => e.Request).Concat(network.All<RunRefused>().Select(r => r.Request)).ToHashSet();
        asked.ShouldAllBe(a => told.Contains(a.Request));
        ended.Count(e => e.Status == "completed").ShouldBeGreaterThan(asked.Count / 2);
        ended.Where(e => e.Status == "completed").ShouldAllBe(e => e.Output.StartsWith("To 'write r"));
        network.All<RunRefused>().ShouldAllBe(r => r.Error.StartsWith("GaveUp") || r.Error.StartsWith("TooManyQueued"));
        network.All<EventStored>().ShouldNotBeEmpty();
        network.All<AppendFailed>().ShouldBeEmpty();
    }

    [Fact]
    public void Effects_carry_the_key_of_their_run_and_step_and_every_policy_and_end_is_met()
    {
        var network = new WorkingNetwork(nodes: 3);
        network.Start();
        network.Weather.ToolFailure = 0.1;
        network.Weather.ModelFailure = 0.02;

        network.Clients.Start(network.World.Now + TimeSpan.FromMinutes(16));
        network.Run(960);
        network.RunUntil(() => network.Clients.IsQuiet, "all clients have their answer");

        var started = network.All<EffectStarted>().ToList();
        started.Select(e => e.Effect).Distinct().Count().ShouldBe(started.Count, "in a calm network nothing is done twice");
        started.Select(e => e.Policy).Distinct().Order().ShouldBe(["AskBeforeRetry", "Idempotent", "Reconcilable", "model"]);
        started.ShouldAllBe(e => Names.SlotOfEffect(e.Effect).Length > 0);
        var ends = network.All<EffectEnded>().ToList();
        ends.Select(e => e.Effect).Order().ShouldBe(started.Select(e => e.Effect).Order());
        ends.Select(e => e.How).Distinct().Order().ShouldContain(EffectEnd.TimedOut);
        ends.Select(e => e.How).Distinct().Order().ShouldContain(EffectEnd.Failed);
    }

    [Fact]
    public void A_client_is_gone_with_its_process_and_its_run_is_settled_by_others()
    {
        var network = new WorkingNetwork(nodes: 3);
        network.Start();
        network.Clients.Start(network.World.Now + TimeSpan.FromMinutes(2));
        network.RunUntil(() => network.All<RunAccepted>().Any(a => a.Node == 0), "the first node has a run");

        network.Nodes[0].Kill(ProcessEnd.Crash);
        var killed = network.Seen.Count;
        network.Run(120);
        network.Clients.Settle();
        network.RunUntil(() => network.Clients.IsAllEnded, "all accepted runs have ended");

        network.Seen.Skip(killed).OfType<RunEnded>().ShouldAllBe(e => e.Node != 0 || e.Life > 1);
        var accepted = network.All<RunAccepted>().Select(a => a.Run).ToHashSet();
        accepted.IsSubsetOf(network.All<RunEnded>().Select(e => e.Run)).ShouldBeTrue();
    }

    [Fact]
    public void A_probe_asks_each_ready_node_for_each_agent()
    {
        var network = new WorkingNetwork(nodes: 2);
        network.Start();

        network.Clients.Probe();
        network.RunUntil(() => network.Clients.IsQuiet, "the probes have ended");

        network.All<RunAsked>().Count().ShouldBe(8);
        network.All<RunEnded>().Count().ShouldBe(8);
    }
}
