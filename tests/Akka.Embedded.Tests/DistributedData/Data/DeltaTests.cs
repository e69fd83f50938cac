using Akka.DistributedData;
using static Akka.Embedded.Tests.DistributedData.Data.DataNodes;

namespace Akka.Embedded.Tests.DistributedData.Data;

public sealed class DeltaTests
{
    [Fact]
    public void Writes_in_a_row_are_one_operation_with_the_last_value_of_each_key()
    {
        var map = LWWDictionary<string, int>.Empty;
        for (var i = 0; i < 1_000; i++)
            map = map.SetItem(A, $"k{i % 10}", i);

        Size(map.Delta!).ShouldBe(10);
    }

    [Fact]
    public void Operations_stay_in_their_order_and_deltas_of_one_value_apart()
    {
        var set = ORSet.Create(A, "a").Remove(A, "a").Add(A, "b");
        var left = set.Remove(A, "b").Add(A, "left");
        var right = set.Add(A, "right").Remove(A, "right");

        ORSet<string>.Empty.MergeDelta(left.Delta!).ShouldBe(["left"]);
        ORSet<string>.Empty.MergeDelta(right.Delta!).ShouldBe(["b"]);
        ORSet<string>.Empty.MergeDelta(set.Delta!).ShouldBe(["b"]);
    }

    [Fact]
    public void Many_operations_are_joined_in_time()
    {
        var set = ORSet<int>.Empty;
        for (var i = 0; i < 20_000; i++)
            set = set.Add(A, i).Remove(A, i);

        Size(set.Delta!).ShouldBe(40_000);
        ORSet<int>.Empty.MergeDelta(set.Delta!).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void What_does_not_change_anything_has_no_delta()
    {
        ORSet<string>.Empty.Remove(A, "a").Delta.ShouldBeNull();
        ORSet<string>.Empty.Clear(A).Delta.ShouldBeNull();
        LWWDictionary<string, int>.Empty.Remove(A, "a").Delta.ShouldBeNull();
        PNCounter.Empty.Increment(A, 0).Delta.ShouldBeNull();
        GSet.Create("a").Add("a").Delta.ShouldBeNull();
    }

    [Fact]
    public void Values_within_a_map_do_not_collect_deltas()
    {
        var map = ORDictionary<string, ORSet<int>>.Empty;
        for (var i = 0; i < 10; i++)
            map = map.AddOrUpdate(A, "k", ORSet<int>.Empty, set => set.Add(A, i));

        map["k"].Count.ShouldBe(10);
        map["k"].Delta.ShouldBeNull();
    }

    [Fact]
    public void Deltas_are_equal_by_content()
    {
        var delta = ORSet.Create(A, "a").Remove(A, "a").Delta!;

        delta.Equals(delta).ShouldBeTrue();
        delta.Equals(ORSet.Create(A, "a").Delta).ShouldBeFalse();
        delta.Zero.ShouldBe(ORSet<string>.Empty);
        LWWDictionary.Create(A, "k", 1).Delta!.Zero.ShouldBe(LWWDictionary<string, int>.Empty);
    }

    private static int Size(IReplicatedDelta delta) => ((IReplicatedDeltaSize)delta).DeltaSize;
}
