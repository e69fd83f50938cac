using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Registry;

public sealed class DeployedAgentsTests
{
    [Fact]
    public void A_higher_version_counts_whatever_comes_first()
    {
        var first = DeployedAgent.Next(MathAgent with { Description = "1" }, 0);
        var second = DeployedAgent.Next(MathAgent with { Description = "2" }, 1);

        (first.Version, second.Version).ShouldBe((1, 2));
        DeployedAgents.None.With(first).With(second).Find(MathAgent.Name)!.Description.ShouldBe("2");
        DeployedAgents.None.With(second).With(first).Find(MathAgent.Name)!.Description.ShouldBe("2");
    }

    [Fact]
    public void An_undeployed_name_is_gone_and_its_next_deployment_goes_on_counting()
    {
        var agents = DeployedAgents.None.With(DeployedAgent.Next(MathAgent, 0)).With(new DeployedAgent(MathAgent.Name, 2, null));

        agents.Find(MathAgent.Name).ShouldBeNull();
        agents.Count.ShouldBe(0);
        DeployedAgent.Next(MathAgent, agents.ByName[MathAgent.Name].Version).Definition!.Deployment!.Version.ShouldBe(3);
    }

    [Fact]
    public void What_is_deployed_or_cannot_be_read_can_be_taken_back_and_nothing_else()
    {
        var deployed = DeployedAgent.Next(MathAgent, 6);

        var taken = DeployedAgent.TakenBack(MathAgent.Name, deployed, 7, Start);

        taken.ShouldBe(new DeployedAgent(MathAgent.Name, 8, null) { UndeployedAt = Start });
        DeployedAgent.TakenBack(MathAgent.Name, taken, 8, Start).ShouldBeNull();
        DeployedAgent.TakenBack(MathAgent.Name, null, 9, Start)!.Version.ShouldBe(10);
        DeployedAgent.TakenBack(MathAgent.Name, null, 0, Start).ShouldBeNull();
    }

    [Fact]
    public void Of_very_many_names_that_were_taken_back_the_oldest_are_forgotten()
    {
        var agents = DeployedAgents.None.With(Named("kept"));
        for (var i = 0; i <= DeployedAgents.MaxTakenBack; i++) agents = agents.With(TakenBack(i));

        agents.ByName.Count.ShouldBe(DeployedAgents.MaxTakenBack + 1);
        agents.ByName.ShouldNotContainKey(AgentName.Parse("a0"));
        agents.Find(AgentName.Parse("kept")).ShouldNotBeNull();
        agents.With(TakenBack(0)).ShouldBeSameAs(agents);

        static DeployedAgent TakenBack(int number) =>
            new(AgentName.Parse($"a{number}"), 2, null) { UndeployedAt = Start + TimeSpan.FromSeconds(number) };
    }

    [Fact]
    public void Scope_is_kept_and_the_version_given_does_not_count()
    {
        var agent = MathAgent with { Deployment = new AgentDeployment(99) { Nodes = ["two"], Label = "gpu", Replicas = 1 } };

        var deployment = DeployedAgent.Next(agent, 4).Definition!.Deployment!;

        (deployment.Version, deployment.Nodes.Single(), deployment.Label, deployment.Replicas).ShouldBe((5, "two", "gpu", 1));
    }

    [Fact]
    public void A_definition_that_is_too_large_is_refused_with_its_size()
    {
        var large = MathAgent with { Instructions = new string('x', AgentsFile.MaxDefinitionBytes) };

        DeployedAgents.None.WhyNot(MathAgent).ShouldBeNull();
        DeployedAgents.None.WhyNot(large)!.ShouldMatch(
            "^the definition of agent 'math' has 41[0-9]{3} bytes as JSON; at most 40960 are allowed.$");
    }

    [Fact]
    public void One_name_too_many_is_refused_but_not_another_version_of_a_deployed_one()
    {
        var full = Enumerable.Range(0, RegistryKeys.MaxEntries).Aggregate(DeployedAgents.None, (all, i) => all.With(Named($"a{i}")));

        full.WhyNot(MathAgent)!.ShouldContain("one more than the 200 that can be deployed");
        full.WhyNot(full.Find(AgentName.Parse("a7"))!).ShouldBeNull();
        full.With(new DeployedAgent(AgentName.Parse("a7"), 2, null)).WhyNot(MathAgent).ShouldBeNull();
    }

    private static DeployedAgent Named(string name) => DeployedAgent.Next(MathAgent with { Name = AgentName.Parse(name) }, 0);
}
