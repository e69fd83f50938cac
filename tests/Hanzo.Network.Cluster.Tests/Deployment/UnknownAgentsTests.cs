using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Tests;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Deployment;

public sealed class UnknownAgentsTests(ITestOutputHelper output)
{
    [Fact]
    public void A_name_is_remembered_for_a_second()
    {
        var time = new ManualTime();
        var unknown = new UnknownAgents(time);
        unknown.Add(Name(1));

        time.Advance(TimeSpan.FromMilliseconds(999));
        (unknown.Contains(Name(1)), unknown.Contains(Name(2))).ShouldBe((true, false));

        time.Advance(TimeSpan.FromMilliseconds(1));
        unknown.Contains(Name(1)).ShouldBeFalse();
    }

    [Fact]
    public void No_more_names_are_remembered_than_the_bound()
    {
        var time = new ManualTime();
        var unknown = new UnknownAgents(time);
        for (var i = 0; i <= UnknownAgents.MaxNames; i++) unknown.Add(Name(i));
        (unknown.Contains(Name(0)), unknown.Contains(Name(UnknownAgents.MaxNames))).ShouldBe((true, false));

        time.Advance(UnknownAgents.RememberedFor);
        unknown.Add(Name(UnknownAgents.MaxNames));
        unknown.Contains(Name(UnknownAgents.MaxNames)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_network_is_asked_for_an_unknown_name_once_and_not_with_each_request()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        var registry = new CountingRegistry();
        var sightings = new AgentSightings(one.Process, registry, new UnknownAgents(new ManualTime()));

        for (var i = 0; i < 10; i++) await sightings.LookForAsync(Name(1), CancellationToken.None).Within(10);

        registry.Looks.ShouldBe(1);
    }

    private static AgentName Name(int number) => AgentName.Parse($"a{number}");

    private sealed class CountingRegistry : INetworkRegistry
    {
        public int Looks { get; private set; }

        public Task<Agent> PutAgentAsync(Agent agent, CancellationToken cancellation) => throw new NotSupportedException();

        public Task RemoveAgentAsync(AgentName name, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<long> LookForAgentAsync(AgentName name, CancellationToken cancellation) => Task.FromResult((long)(++Looks * 0));

        public Task WishAsync(SlotId slot, string node, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
