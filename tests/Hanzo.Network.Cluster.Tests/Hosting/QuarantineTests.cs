using Akka.Remote;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Hosting;

public sealed class QuarantineTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_node_that_was_shut_out_goes_on_in_another_actor_system()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Math);
        var system = one.Gate.Current!.System;
        var self = Akka.Cluster.Cluster.Get(system).SelfAddress;

        system.EventStream.Publish(new ThisActorSystemQuarantinedEvent(self, self));
        await system.WhenTerminated.Within(20);

        var result = await one.Network.RunAsync(new RunRequest("What is 1 + 1?") { Agent = "math" }).Within(20);
        result.Output.ShouldContain("2");
        one.ClusterHost.Generations.ShouldBe(2);
    }
}
