using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Files;

namespace Hanzo.Network.Tests.Agents;

public sealed class DeploymentJsonTests
{
    [Fact]
    public void An_agent_is_read_with_its_scope()
    {
        var agent = Parse("""{"name":"poet","tools":["find"],"on":["a","b","a"],"label":"office","replicas":2,"workload":"heavy"}""");

        (agent.Name.Value, agent.Workload, agent.Tools.Single().Name).ShouldBe(("poet", Workload.Heavy, "find"));
        agent.Deployment!.Nodes.ShouldBe(["a", "b"]);
        (agent.Deployment.Label, agent.Deployment.Replicas).ShouldBe(("office", 2));
    }

    [Fact]
    public void One_node_needs_no_array_and_no_scope_means_everywhere()
    {
        Parse("""{"name":"poet","on":"a"}""").Deployment!.Nodes.ShouldBe(["a"]);
        Parse("""{"name":"poet"}""").Deployment.ShouldBe(new AgentDeployment(0) { Nodes = Parse("""{"name":"x"}""").Deployment!.Nodes });
    }

    [Theory]
    [InlineData("""{"name":"Poet"}""", "name", "[a-z][a-z0-9_-]{0,62}")]
    [InlineData("""{}""", "", "the field 'name' is missing")]
    [InlineData("""{"name":"p","on":"a b"}""", "on", "1 to 63 of")]
    [InlineData("""{"name":"p","on":["a","?"]}""", "on[1]", "1 to 63 of")]
    [InlineData("""{"name":"p","on":7}""", "on", "must be an array")]
    [InlineData("""{"name":"p","replicas":0}""", "replicas", "from 1 to 1,000 nodes")]
    [InlineData("""{"name":"p","label":""}""", "label", "1 to 200 characters")]
    [InlineData("""{"name":"p","slots":257}""", "slots", "from 1 to 256 slots")]
    [InlineData("""{"name":"p","requires":{"memory_mb":-1}}""", "requires.memory_mb", "from 0 to")]
    [InlineData("""{"name":"p","node":"a"}""", "node", "is unknown; allowed: name, ")]
    public void What_is_wrong_is_named_with_what_is_allowed(string json, string field, string allowed)
    {
        var error = Should.Throw<InvalidFileException>(() => Parse(json));

        error.Field.ShouldBe(field);
        error.Message.ShouldContain(allowed);
    }

    private static Agent Parse(string json) => DeploymentJson.Parse("body", Encoding.UTF8.GetBytes(json));
}
