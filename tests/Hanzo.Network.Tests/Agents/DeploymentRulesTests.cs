using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Agents;

public sealed class DeploymentRulesTests
{
    private static readonly Agent Poet = new() { Name = AgentName.Parse("poet") };

    [Fact]
    public void What_programs_deploy_is_held_to_the_same_ranges()
    {
        Refusal(Poet with { Slots = 0 }).ShouldBe("agent 'poet': slots is 0; it must be 1 to 256.");
        Refusal(Poet with { Deployment = new AgentDeployment(0) { Replicas = 0 } }).ShouldContain("replicas is 0; it must be 1 to 1000.");
        Refusal(Poet with { Deployment = new AgentDeployment(0) { Nodes = ["x y"] } }).ShouldContain("on: 'x y' is no node id");
        Refusal(Poet with { Deployment = new AgentDeployment(0) { Label = "" } })
            .ShouldContain("label has 0 characters; it must have 1 to 200.");
        Refusal(Poet with { Instructions = new string('x', AgentsFile.MaxDefinitionBytes + 1) })
            .ShouldContain($"at most {AgentsFile.MaxDefinitionBytes} are allowed");
        Refusal(Poet with { Name = AgentName.Parse("run-directory") })
            .ShouldBe("agent 'run-directory': the name 'run-directory' is the network's own; choose another.");
        DeploymentRules.Require(Poet);
    }

    [Theory]
    [InlineData("math.7", "math.7")]
    [InlineData("math.7.01J9ZZZZZZZZZZZZZZZZZZZZZZ", "math.7")]
    [InlineData("math.1999", "math.1999")]
    public void A_slot_is_named_by_itself_or_by_a_session(string what, string slot) => SlotRules.Parse(what).ToString().ShouldBe(slot);

    [Theory]
    [InlineData("math")]
    [InlineData("math.2000")]
    [InlineData("math.7.short")]
    [InlineData("")]
    public void What_names_no_slot_is_refused(string what) =>
        Should.Throw<AgentNetworkException>(() => SlotRules.Parse(what)).Error.ShouldBe(NetworkError.UnknownSlot);

    [Fact]
    public void A_run_ends_with_the_definition_that_it_began_with_and_the_next_has_the_newest()
    {
        Agent? newest = Version(1);
        var agents = new SessionAgents(() => newest);

        agents.Take()!.Value.Newest.Deployment!.Version.ShouldBe(1);
        agents.RunStarted();
        newest = Version(2);
        var during = agents.Take()!.Value;
        (during.Current.Deployment!.Version, during.Newest.Deployment!.Version, agents.Current.Deployment!.Version).ShouldBe((1, 2, 1));
        agents.RunStarted();
        agents.Current.Deployment!.Version.ShouldBe(2);
        newest = null;
        agents.Take()!.Value.Newest.Deployment!.Version.ShouldBe(2);
    }

    [Fact]
    public void Without_a_definition_nothing_is_decided_until_there_is_one()
    {
        Agent? newest = null;
        var agents = new SessionAgents(() => newest);

        agents.Take().ShouldBeNull();
        newest = Version(3);
        agents.Take()!.Value.Current.Deployment!.Version.ShouldBe(3);
    }

    [Fact]
    public void A_partition_mode_that_is_none_is_refused_with_those_there_are() =>
        Refusal(Poet with { Partition = (PartitionMode)7 })
            .ShouldBe("agent 'poet': partition is 7; it must be one of pause, read-only, continue-local.");

    private static Agent Version(long version) => Poet with { Deployment = new AgentDeployment(version) };

    private static string Refusal(Agent agent)
    {
        var error = Should.Throw<AgentNetworkException>(() => DeploymentRules.Require(agent));
        error.Error.ShouldBe(NetworkError.InvalidRequest);
        return error.Message;
    }
}
