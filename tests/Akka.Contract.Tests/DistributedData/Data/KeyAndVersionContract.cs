using System.Collections.Immutable;
using Akka.DistributedData;
using static Akka.Contract.Tests.DistributedData.Data.Histories;

namespace Akka.Contract.Tests.DistributedData.Data;

public sealed class KeyAndVersionContract
{
    public static TheoryData<IKey> Keys() =>
    [
        new FlagKey("x"), new GCounterKey("x"), new PNCounterKey("x"), new GSetKey<string>("x"), new ORSetKey<string>("x"),
        new LWWRegisterKey<string>("x"), new LWWDictionaryKey<string, long>("x"), new ORDictionaryKey<string, GCounter>("x"),
        new PNCounterDictionaryKey<string>("x"),
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Keys_are_equal_by_id(IKey key)
    {
        key.Id.ShouldBe("x");
        key.ToString().ShouldBe("x");
        key.Equals(new GCounterKey("x")).ShouldBeTrue();
        key.Equals(new GCounterKey("y")).ShouldBeFalse();
        key.GetHashCode().ShouldBe(new GCounterKey("x").GetHashCode());
    }

    [Fact]
    public void A_key_stands_for_its_id()
    {
        string id = new GCounterKey("name");
        id.ShouldBe("name");
    }

    [Fact]
    public void A_version_rises_with_every_change()
    {
        var one = VersionVector.Empty.Increment(Nodes[0]);
        var two = one.Increment(Nodes[0]);

        VersionVector.Empty.IsEmpty.ShouldBeTrue();
        one.VersionAt(Nodes[0]).ShouldBeGreaterThan(0);
        two.VersionAt(Nodes[0]).ShouldBeGreaterThan(one.VersionAt(Nodes[0]));
        two.VersionAt(Nodes[1]).ShouldBe(0);
        two.IsAfter(one).ShouldBeTrue();
        one.IsBefore(two).ShouldBeTrue();
        (one < two).ShouldBeTrue();
        (two > one).ShouldBeTrue();
    }

    [Fact]
    public void Changes_apart_are_concurrent_and_merge_to_the_higher_of_each()
    {
        var shared = VersionVector.Empty.Increment(Nodes[0]);
        var a = shared.Increment(Nodes[0]);
        var b = shared.Increment(Nodes[1]);
        var both = a.Merge(b);

        a.IsConcurrent(b).ShouldBeTrue();
        a.Compare(b).ShouldBe(VersionVector.Ordering.Concurrent);
        both.VersionAt(Nodes[0]).ShouldBe(a.VersionAt(Nodes[0]));
        both.VersionAt(Nodes[1]).ShouldBe(b.VersionAt(Nodes[1]));
        both.Count.ShouldBe(2);
        both.IsAfter(a).ShouldBeTrue();
        both.IsSame(b.Merge(a)).ShouldBeTrue();
        (both == b.Merge(a)).ShouldBeTrue();
        (both != a).ShouldBeTrue();
    }

    [Fact]
    public void A_vector_is_made_of_its_versions_and_pruned()
    {
        var vector = VersionVector.Create(ImmutableDictionary<Akka.Cluster.UniqueAddress, long>.Empty.Add(Nodes[0], 3).Add(Nodes[1], 4));

        vector.Contains(Nodes[1]).ShouldBeTrue();
        vector.ModifiedByNodes.ShouldBe([Nodes[0], Nodes[1]], ignoreOrder: true);
        vector.NeedPruningFrom(Nodes[2]).ShouldBeFalse();
        vector.PruningCleanup(Nodes[0]).Contains(Nodes[0]).ShouldBeFalse();
        vector.Prune(Nodes[0], Nodes[1]).VersionAt(Nodes[1]).ShouldBeGreaterThan(4);
    }
}
