using System.Numerics;
using Akka.DistributedData;

namespace Akka.Contract.Tests.DistributedData.Data;

/// <summary>Every change can be made in the name of the cluster's own node.</summary>
public sealed class ClusterNodeContract : TestKit.Xunit2.TestKit
{
    private readonly Akka.Cluster.Cluster _cluster;

    public ClusterNodeContract()
        : base("""
            akka { loglevel = ERROR, actor.provider = cluster, remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }
            """) => _cluster = Akka.Cluster.Cluster.Get(Sys);

    [Fact]
    public void Counters_sets_and_maps_take_the_cluster()
    {
        GCounter.Empty.Increment(_cluster).State.Keys.ShouldBe([_cluster.SelfUniqueAddress]);
        PNCounter.Empty.Increment(_cluster, 3).Decrement(_cluster).Value.ShouldBe(new BigInteger(2));
        PNCounterDictionary<string>.Empty.Increment(_cluster, "k").Decrement(_cluster, "k", 2).Remove(_cluster, "x")["k"]
            .ShouldBe(BigInteger.MinusOne);
        ORSet<string>.Empty.Add(_cluster, "a").Add(_cluster, "b").Remove(_cluster, "a").ShouldBe(["b"]);
        ORSet<string>.Empty.Add(_cluster, "a").Clear(_cluster).IsEmpty.ShouldBeTrue();
        ORSet<string>.Empty.Add(_cluster, "a").ModifiedByNodes.ShouldBe([_cluster.SelfUniqueAddress]);
        LWWDictionary<string, int>.Empty.SetItem(_cluster, "a", 1).SetItem(_cluster, "b", 2, (at, _) => at + 1).Remove(_cluster, "a").Keys
            .ShouldBe(["b"]);
        ORDictionary<string, Flag>.Empty.SetItem(_cluster, "a", Flag.True).AddOrUpdate(_cluster, "b", Flag.False, flag => flag.SwitchOn())
            .Remove(_cluster, "a").Keys.ShouldBe(["b"]);
    }
}
