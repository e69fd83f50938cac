using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Tools;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Deployment;

public sealed class DeploymentsTests
{
    private static readonly Agent Poet = new() { Name = AgentName.Parse("poet") };
    private static readonly AgentDeployment Everywhere = new(1);

    [Fact]
    public void A_name_that_a_node_has_pinned_is_neither_deployed_nor_taken_back()
    {
        var snapshot = Of(Node("a", Poet), Node("b")).Snapshot;

        foreach (var act in new Action[]
        {
            () => Deployments.RequireDeployable(snapshot, Poet, force: true),
            () => Deployments.RequireDeployed(snapshot, Poet.Name),
        })
        {
            var refused = Should.Throw<AgentNetworkException>(act);
            (refused.Error, refused.Message.StartsWith("agent 'poet' is pinned to 'a' ", StringComparison.Ordinal))
                .ShouldBe((NetworkError.Conflict, true));
        }
    }

    [Fact]
    public void A_name_that_a_node_pins_later_still_counts_as_deployed()
    {
        var snapshot = Deployed(Of(Node("a", Poet))).Snapshot;

        Deployments.RequireDeployed(snapshot, Poet.Name);
        snapshot.Agents[Poet.Name].Deployment.ShouldNotBeNull();
    }

    [Fact]
    public void Slots_of_all_agents_together_are_bounded()
    {
        var others = Enumerable.Range(0, 8).Select(n => new Agent { Name = AgentName.Parse($"a{n}"), Slots = 240 }).ToArray();
        var snapshot = Of(Node("a", others)).Snapshot;

        Deployments.RequireDeployable(snapshot, Poet with { Slots = 80 }, force: false);
        Should.Throw<AgentNetworkException>(() => Deployments.RequireDeployable(snapshot, Poet with { Slots = 81 }, force: true))
            .Message.ShouldBe("agent 'poet': slots is 81; all agents of a network may have 2000, and the others have 1920.");
    }

    [Fact]
    public void An_agent_that_was_taken_back_is_refused_with_the_time_and_one_nobody_knows_with_a_hint()
    {
        var state = Deployed(Of(Node("a", MathAgent)));
        var gone = state.Deployed(new DeployedAgent(Poet.Name, 2, null) { UndeployedAt = Start }).Snapshot;

        Refused(() => Deployments.RequireDeployed(gone, Poet.Name)).ShouldBe("agent 'poet' was undeployed at 2026-01-02 03:04:05Z.");
        Refused(() => Dispatcher.RequireCandidate(gone, Poet.Name)).ShouldBe("agent 'poet' was undeployed at 2026-01-02 03:04:05Z.");
        Refused(() => Deployments.RequireDeployed(gone, AgentName.Parse("maths")))
            .ShouldBe("agent 'maths' is unknown; did you mean 'math'? Known are math.");
    }

    public static readonly TheoryData<Agent, string> NobodyCanRun = new()
    {
        { Poet with { Deployment = Everywhere with { Label = "attic" } }, ": label: no node has the label 'attic' (none has any); " },
        { Needing(new AgentRequirements { Labels = ["x"] }), ": requires.labels: no node has the label 'x' (none has any); " },
        { Poet with { Deployment = Everywhere with { Nodes = ["c"] } }, "; considered: a: is not 'c', its only node; b: " },
        { Needing(new AgentRequirements { MemoryMb = 1_000_000 }), "; considered: a: needs at least 1000000 MB of memory, has " },
        { Poet with { Tools = [new ToolReference("fly")] }, "; considered: a: lacks the tool 'fly'; b: " },
    };

    [Theory]
    [MemberData(nameof(NobodyCanRun))]
    public void What_nobody_can_run_is_refused_with_every_nodes_reason_but_for_force(Agent agent, string reason)
    {
        var snapshot = Of(Node("a"), Node("b")).Snapshot;

        var refused = Should.Throw<AgentNetworkException>(() => Deployments.RequireDeployable(snapshot, agent, force: false));
        refused.Error.ShouldBe(NetworkError.NoCandidate);
        refused.Message.ShouldStartWith("agent 'poet' has no node to run on");
        refused.Message.ShouldContain(reason);
        refused.Message.ShouldEndWith(". It was not deployed; force deploys it for nodes that are still to come.");
        Deployments.RequireDeployable(snapshot, agent, force: true);
    }

    [Fact]
    public void Who_deploys_is_told_who_may_run_it_or_why_nobody_may()
    {
        var scoped = Poet with { Deployment = Everywhere with { Nodes = ["b"] } };
        var snapshot = Of(Node("a"), Node("b")).Deployed(new DeployedAgent(Poet.Name, 1, scoped)).Snapshot;

        var told = Deployments.Told(snapshot, scoped);
        (string.Join(',', told.Nodes), told.Warning).ShouldBe(("b", null));

        var elsewhere = Poet with { Deployment = Everywhere with { Nodes = ["c"] } };
        var nowhere = Of(Node("a"), Node("b")).Deployed(new DeployedAgent(Poet.Name, 1, elsewhere)).Snapshot;
        var warning = Deployments.Told(nowhere, elsewhere).Warning;
        warning.ShouldNotBeNull();
        warning.ShouldStartWith(
            "nobody can run it now: agent 'poet' has no node to run on: on: no node is 'c' (known are a, b); considered: a: ");
        warning.ShouldContain("b: ");
    }

    private static Agent Needing(AgentRequirements requirements) => Poet with { Requires = requirements };

    private static DirectoryState Deployed(DirectoryState state) =>
        state.Deployed(new DeployedAgent(Poet.Name, 1, Poet with { Deployment = Everywhere }));

    private static string Refused(Action act)
    {
        var refused = Should.Throw<AgentNetworkException>(act);
        refused.Error.ShouldBe(NetworkError.UnknownAgent);
        return refused.Message;
    }
}
