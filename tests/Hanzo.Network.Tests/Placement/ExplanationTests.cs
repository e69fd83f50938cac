using Hanzo.Network.Agents;
using Hanzo.Network.Placement;
using Hanzo.Network.Tools;
using static Hanzo.Network.Tests.Placement.Nodes;

namespace Hanzo.Network.Tests.Placement;

public sealed class ExplanationTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly NodeView _fast = Told(Node("fast", 100, cores: 4), seconds: 2);
    private readonly NodeView _slow = Node("slow", 10, cores: 4);

    [Fact]
    public void A_run_takes_as_long_as_others_by_the_ratio_of_throughputs()
    {
        var nodes = Explain(Agent(), _fast, _slow).Nodes;

        nodes[0].Score.Run.ShouldBe(new RunTime(2, 1, RunTimeSource.Derived, 8, Now));
        nodes[1].Score.Run.ShouldBe(new RunTime(20, 1, RunTimeSource.Derived, 8, Now));
    }

    [Fact]
    public void Tokens_per_second_are_told_of_the_node_that_achieved_them()
    {
        var told = _fast with { Load = _fast.Load with { Speeds = [Speed("math", null, 2) with { TokensPerSecond = 35 }] } };

        Explain(Agent(), told, _slow).Nodes.Select(node => node.Score.Run.TokensPerSecond).ShouldBe([35, null]);
    }

    [Fact]
    public void What_a_node_has_measured_counts_where_chance_does_not_explain_it()
    {
        var usual = new[] { Told(Node("a", 10), 2), Told(Node("b", 10), 2), Told(Node("c", 10), 3) };

        Of(Told(Node("d", 10), 6)).ShouldBe(new RunTime(2, 1, RunTimeSource.Derived, 8, Now));
        Of(Told(Node("d", 10), 7)).ShouldBe(new RunTime(7, 1, RunTimeSource.Measured, 8, Now));
        Of(Told(Node("d", 10), 0.5)).ShouldBe(new RunTime(0.5, 1, RunTimeSource.Measured, 8, Now));

        RunTime Of(NodeView node) => Explain(Agent(), [.. usual, node]).Nodes.Single(verdict => verdict.Node == "d").Score.Run;
    }

    [Fact]
    public void Runs_that_were_under_way_together_count_by_how_often_one_of_them_ends()
    {
        // A hundred times as fast, four runs at a time each four times as slow: no node is unlike the others.
        var speed = Speed("math", null, 0.8) with { ConcurrentRuns = 4 };
        var shared = Node("shared", 1000) with { Load = _fast.Load with { Speeds = [speed] } };

        var nodes = Explain(Agent(), _fast, shared).Nodes;

        nodes.ShouldAllBe(node => node.Score.Run.Source == RunTimeSource.Derived);
        nodes[1].Score.Run.Every.ShouldBe(0.2, 1e-9);
    }

    [Fact]
    public void Without_any_run_a_node_counts_by_its_throughput()
    {
        Explain(Agent(), _slow).Nodes[0].Score.Run.ShouldBe(new RunTime(0.1, 1, RunTimeSource.Assumed, 0, null));
        Explain(Agent(), Node("unknown")).Nodes[0].Score.Run.Seconds.ShouldBe(1);
    }

    [Fact]
    public void The_median_of_other_nodes_counts_so_that_one_that_is_unlike_them_does_not_mislead()
    {
        var nodes = Explain(
            Agent(), _slow, Told(Node("a", 10), 2), Told(Node("b", 10), 3), Told(Node("c", 10), 1000)).Nodes;

        nodes.Single(node => node.Node == "slow").Score.Run.Seconds.ShouldBe(3);
        nodes.Single(node => node.Node == "c").Score.Run.Seconds.ShouldBe(1000);
    }

    [Fact]
    public void Runs_of_other_agents_and_models_and_figures_that_are_none_do_not_count()
    {
        RunSpeed[] others =
        [
            Speed("text", null, 2), Speed("math", "llama", 2), Speed("math", null, 0), Speed("math", null, double.NaN),
        ];

        Explain(Agent(), _slow with { Load = _slow.Load with { Speeds = [.. others] } }).Nodes[0].Score.Run.Source
            .ShouldBe(RunTimeSource.Assumed);
    }

    [Theory]
    [InlineData(0, 0, 0, 2.0)]
    [InlineData(2, 0, 0, 6.0)]
    [InlineData(4, 3, 1, 18.0)]
    public void Expected_is_the_time_of_the_runs_before_it_and_its_own(int active, int queued, int dispatched, double seconds)
    {
        var loaded = _fast with { Load = _fast.Load with { ActiveRuns = active, QueuedRuns = queued }, Dispatched = dispatched };

        Explain(Agent(), loaded).Nodes[0].Score.ExpectedSeconds.ShouldBe(seconds);
    }

    [Fact]
    public void Slots_now_and_planned_and_open_are_told_apart()
    {
        var agent = Agent(slots: 4);
        var input = Input(_fast, _slow, Node("text", 10, agents: "text")) with { Owners = On(agent, "text", "slow", "fast") };

        var nodes = PlacementPlanner.Explain(input, agent).Nodes;

        nodes.Select(node => (node.Node, node.SlotsHosted, node.SlotsPlanned, node.SlotsOpen))
            .ShouldBe([("fast", 1, 3, 3), ("slow", 1, 1, 1), ("text", 1, 0, 0)]);
    }

    public static TheoryData<AgentDeployment, string[]> Scopes() => new()
    {
        { new AgentDeployment(1), [] },
        { new AgentDeployment(1) { Nodes = ["n", "other"] }, [] },
        { new AgentDeployment(1) { Nodes = ["other"] }, ["is not 'other', its only node"] },
        { new AgentDeployment(1) { Nodes = ["other", "another"], Label = "gpu" }, ["is not one of its 2 nodes", "lacks the label 'gpu'"] },
    };

    [Theory]
    [MemberData(nameof(Scopes))]
    public void A_deployed_agent_may_run_where_it_was_deployed_to(AgentDeployment deployment, string[] unmet) =>
        Explain(Agent() with { Deployment = deployment }, Node("n", agents: "text")).Nodes[0].Unmet.ShouldBe(unmet);

    [Theory]
    [InlineData("gpus", "no node has the label 'gpus' (did you mean 'gpu'? known are 'fast', 'gpu')")]
    [InlineData("attic", "no node has the label 'attic' (known are 'fast', 'gpu')")]
    public void A_label_that_no_node_has_is_named_with_those_that_there_are(string label, string cause)
    {
        var deployed = Agent() with { Deployment = new AgentDeployment(1) { Label = label } };
        var needing = Agent() with { Deployment = new AgentDeployment(1), Requires = new AgentRequirements { Labels = ["gpu", label] } };
        NodeView[] nodes = [Labelled("a", "gpu"), Labelled("b", "fast", "gpu")];

        Explain(deployed, nodes).NoCandidateText.ShouldBe(
            $"agent 'math' has no node to run on: label: {cause}; considered: a: lacks the label '{label}'; b: lacks the label '{label}'.");
        Explain(needing, nodes).NoCandidateText.ShouldContain($": requires.labels: {cause}; considered: ");
        Explain(deployed, Node("bare")).NoCandidateText.ShouldContain($": no node has the label '{label}' (none has any); considered: ");
    }

    [Fact]
    public void Nodes_of_its_scope_that_are_not_there_are_named_with_those_that_are()
    {
        var agent = Agent() with { Deployment = new AgentDeployment(1) { Nodes = ["sevrer"] } };
        var either = Agent() with { Deployment = new AgentDeployment(1) { Nodes = ["attic", "server"] } };

        Explain(agent, Node("pi"), Node("server")).NoCandidateText.ShouldStartWith(
            "agent 'math' has no node to run on: on: no node is 'sevrer' (did you mean 'server'? known are pi, server); considered: pi: ");
        Explain(either, Node("pi"), Node("server")).HasCandidate.ShouldBeTrue();
    }

    [Fact]
    public void A_label_that_a_node_has_is_not_told_as_unknown()
    {
        var agent = Agent() with
        {
            Deployment = new AgentDeployment(1) { Label = "gpu" }, Requires = new AgentRequirements { Labels = ["fast"] },
        };

        Explain(agent, Labelled("a", "gpu"), Labelled("b", "fast")).NoCandidateText.ShouldBe(
            "agent 'math' has no node to run on; considered: a: lacks the label 'fast'; b: lacks the label 'gpu'.");
    }

    [Fact]
    public void A_deployed_agent_needs_its_tools()
    {
        var agent = Agent() with { Deployment = new AgentDeployment(1), Tools = [new ToolReference("saw"), new ToolReference("drill")] };

        Explain(agent, Node("n") with { Tools = ["saw"] }).Nodes[0].Unmet.ShouldBe(["lacks the tool 'drill'"]);
        Explain(agent, Node("n") with { Tools = ["drill", "saw"] }).Nodes[0].Fits.ShouldBeTrue();
        Explain(agent with { Deployment = null }, Node("n")).Nodes[0].Fits.ShouldBeTrue();
    }

    [Theory]
    [InlineData(Workload.Heavy, "server")]
    [InlineData(Workload.Light, "laptop")]
    [InlineData(Workload.Background, "pi")]
    public void One_replica_goes_to_the_node_that_suits_best_and_stays_where_it_is(Workload workload, string node)
    {
        var agent = Agent(workload) with { Deployment = new AgentDeployment(1) { Replicas = 1 } };
        var home = Input(Node("laptop", 7.1), Node("server", 165.16), Node("pi", 0.05));

        PlacementPlanner.CandidatesOf(home, agent).ShouldBe([node]);
        foreach (var other in home.Nodes)
            PlacementPlanner.CandidatesOf(home with { Owners = On(agent, other.Id) }, agent).ShouldBe([other.Id]);
        PlacementPlanner.Explain(home, agent).Nodes.Where(verdict => verdict.Node != node).Select(verdict => verdict.Refusal)
            .ShouldAllBe(refusal => refusal == "is not the node that suits it best, and it is to run on one");
    }

    [Fact]
    public void Without_a_node_its_slots_move_and_no_other()
    {
        var agent = Agent(slots: 4);
        var dedicated = new SlotId(agent.Name, 1234);
        var input = Input(_fast, _slow, Node("text", 10, agents: "text")) with
        {
            Owners = new Dictionary<SlotId, string>(On(agent, "slow", "slow")) { [dedicated] = "slow" },
        };

        var whatIf = PlacementWhatIf.Of(input, agent, "slow");

        whatIf.Moves.Select(move => (move.Slot.Index, move.From, move.To)).ShouldBe(
            [(0, "slow", "fast"), (1, "slow", "fast"), (1234, "slow", "fast")]);
        whatIf.Unplaced.ShouldBeEmpty();
        whatIf.Text.ShouldBe("without 'slow', 3 slots of 'math' would move: 3 to 'fast'.");
        PlacementWhatIf.Of(input, agent, "text").Text.ShouldBe("without 'text', no slot of 'math' would move.");
    }

    [Fact]
    public void Without_its_last_node_an_agent_is_homeless()
    {
        var whatIf = PlacementWhatIf.Of(Input(_fast, Node("text", 10, agents: "text")), Agent(slots: 2), "fast");

        whatIf.Unplaced.Length.ShouldBe(2);
        whatIf.Text.ShouldBe("without 'fast', agent 'math' has no node to run on; considered: text: does not offer 'math'.");
    }

    private static NodeView Labelled(string id, params string[] labels)
    {
        var node = Node(id);
        return node with { Device = node.Device with { Labels = [.. labels] } };
    }

    private static NodeView Told(NodeView node, double seconds) =>
        node with { Load = node.Load with { Speeds = [Speed("math", null, seconds)] } };

    private static RunSpeed Speed(string agent, string? model, double seconds) =>
        new(AgentName.Parse(agent), model, seconds, null, 8, Now);
}
