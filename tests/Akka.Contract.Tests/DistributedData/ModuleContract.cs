using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Contract.Tests.Cluster;
using Akka.Contract.Tests.Support;
using Akka.DistributedData;

namespace Akka.Contract.Tests.DistributedData;

/// <summary>The extension: where it runs and what it is configured by.</summary>
public sealed class ModuleContract
{
    private static readonly GCounterKey Counter = new("counter");

    [Fact]
    public async Task There_is_one_extension_per_system()
    {
        await using var nodes = await ReplicaNodes.Formed(1);

        var system = nodes[0].System;
        Akka.DistributedData.DistributedData.Get(system).ShouldBeSameAs(nodes[0].Extension);
        system.DistributedData().ShouldBeSameAs(nodes[0].Extension);
        nodes[0].Extension.IsTerminated.ShouldBeFalse();
        nodes[0].Extension.IsDurable.ShouldBeFalse();
    }

    [Fact]
    public async Task Only_members_with_the_role_have_replicas()
    {
        const string role = "akka.cluster.distributed-data.role = data\n";
        await using var nodes = await ReplicaNodes.Formed(1, role + "akka.cluster.roles = [data]");
        var without = await nodes.Add("akka.cluster.roles = [other]");
        var second = await nodes.Add();
        await Eventually.Is(() => second.CountReplicas() == 2 && nodes[0].CountReplicas() == 2, "two of three have replicas");

        await nodes[0].Increment(Counter, 2, Replica.Everywhere);

        second.Count(Counter).ShouldBe(2UL);
        without.Extension.IsTerminated.ShouldBeTrue();
        without.Replicator.ShouldBe(without.System.DeadLetters);
    }

    /// <summary>Trap 1: the serializers of a module are known from the start only with its defaults as a fallback.</summary>
    [Fact]
    public async Task With_the_defaults_as_fallback_replicated_data_is_understood_before_the_module_starts()
    {
        var config = ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = cluster }\n"
            + "akka.remote.dot-netty.tcp { hostname = \"127.0.0.1\", port = 0 }");
        var system = ActorSystem.Create("early", config.WithFallback(Akka.DistributedData.DistributedData.DefaultConfig()));
        try
        {
            var node = Akka.Cluster.Cluster.Get(system);
            var counter = GCounter.Empty.Increment(node, 3);
            var serializer = system.Serialization.FindSerializerFor(counter);

            serializer.Identifier.ShouldBe(11);
            var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, counter);
            system.Serialization.Deserialize(serializer.ToBinary(counter), 11, manifest).ShouldBe(counter);
        }
        finally
        {
            await system.Terminate().WaitAsync(ClusterNodes.Patience);
        }
    }

    [Fact]
    public void The_defaults_have_Akkas_keys()
    {
        var config = Akka.DistributedData.DistributedData.DefaultConfig().GetConfig("akka.cluster.distributed-data");

        config.GetString("name").ShouldBe("ddataReplicator");
        config.GetString("role").ShouldBe("");
        config.GetInt("max-delta-elements").ShouldBe(500);
        config.GetInt("delta-crdt.max-delta-size").ShouldBe(50);
        config.GetTimeSpan("pruning-interval").ShouldBe(TimeSpan.FromMinutes(2));
        config.GetTimeSpan("max-pruning-dissemination").ShouldBe(TimeSpan.FromMinutes(5));
        config.GetTimeSpan("pruning-marker-time-to-live").ShouldBe(TimeSpan.FromHours(6));
        config.GetStringList("durable.keys").ShouldBeEmpty();
    }

    [EmbeddedOnly("Akka.NET's replicator starts empty after a failure")]
    public async Task A_failure_of_the_replicator_costs_one_message()
    {
        await using var nodes = await ReplicaNodes.Formed(2);
        var node = nodes[0];
        await node.Increment(Counter, 3);

        node.Replicator.Tell(new Get(null!, ReadLocal.Instance), ActorRefs.NoSender);
        await node.Increment(Counter, 4, Replica.Everywhere);

        nodes.All.Select(n => n.Count(Counter)).ShouldAllBe(count => count == 7);
    }

    [Fact]
    public async Task A_replicator_ends_with_its_node()
    {
        await using var nodes = await ReplicaNodes.Formed(2);
        var leaving = nodes[1];
        var replicator = leaving.Replicator;

        nodes[0].Node.Leave(leaving.Node.SelfAddress);

        await Eventually.Is(() => leaving.Extension.IsTerminated, "the node's cluster has ended");
        await Eventually.Is(() => nodes[0].CountReplicas() == 1, "one replica is left");
        replicator.ShouldNotBe(leaving.System.DeadLetters);
    }
}
