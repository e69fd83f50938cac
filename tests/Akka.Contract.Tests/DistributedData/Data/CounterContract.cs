using System.Numerics;
using Akka.DistributedData;
using static Akka.Contract.Tests.DistributedData.Data.Histories;

namespace Akka.Contract.Tests.DistributedData.Data;

public sealed class CounterContract
{
    [Fact]
    public void A_growing_counter_is_the_sum_over_all_nodes()
    {
        var a = GCounter.Empty.Increment(Nodes[0]).Increment(Nodes[0], 2);
        var b = GCounter.Empty.Increment(Nodes[1], 10);

        a.Value.ShouldBe(3UL);
        a.Merge(b).Value.ShouldBe(13UL);
        ulong implicitly = a.Merge(b);
        implicitly.ShouldBe(13UL);
        a.State[Nodes[0]].ShouldBe(3UL);
    }

    [Fact]
    public void Incrementing_by_nothing_changes_nothing()
    {
        var counter = GCounter.Empty.Increment(Nodes[0]);

        counter.Increment(Nodes[0], 0).ShouldBeSameAs(counter);
        PNCounter.Empty.Increment(Nodes[0], 0).ShouldBe(PNCounter.Empty);
    }

    [Fact]
    public void A_counter_goes_up_and_down_and_below_zero()
    {
        var counter = PNCounter.Empty.Increment(Nodes[0], 5).Decrement(Nodes[1], 7).Decrement(Nodes[1]);

        counter.Value.ShouldBe(new BigInteger(-3));
        counter.Increments.Value.ShouldBe(5UL);
        counter.Decrements.Value.ShouldBe(8UL);
        counter.Increment(Nodes[0], -2).Value.ShouldBe(new BigInteger(-5));
        counter.Decrement(Nodes[0], -2).Value.ShouldBe(new BigInteger(-1));
    }

    [Fact]
    public void Counting_on_several_nodes_at_once_loses_nothing()
    {
        var shared = PNCounter.Empty.Increment(Nodes[0], 100);
        var up = shared.Increment(Nodes[1], 5);
        var down = shared.Decrement(Nodes[2], 3);

        up.Merge(down).Value.ShouldBe(new BigInteger(102));
        down.Merge(up).ShouldBe(up.Merge(down));
    }

    [Fact]
    public void A_delta_holds_the_sums_of_those_that_counted()
    {
        var before = PNCounter.Empty.Increment(Nodes[0], 100).ResetDelta();
        var after = before.Increment(Nodes[1], 5).Decrement(Nodes[1]);

        after.Delta!.Value.ShouldBe(new BigInteger(4));
        before.MergeDelta(after.Delta).ShouldBe(after);
    }

    [Fact]
    public void A_map_of_counters_counts_by_key()
    {
        var map = PNCounterDictionary<string>.Empty.Increment(Nodes[0], "a").Increment(Nodes[1], "a", 4).Decrement(Nodes[0], "b");

        map["a"].ShouldBe(new BigInteger(5));
        map.TryGetValue("b", out var b).ShouldBeTrue();
        b.ShouldBe(BigInteger.MinusOne);
        map.TryGetValue("c", out _).ShouldBeFalse();
        map.ContainsKey("a").ShouldBeTrue();
        map.Count.ShouldBe(2);
        map.IsEmpty.ShouldBeFalse();
        map.Keys.Order().ShouldBe(["a", "b"]);
        map.Values.Order().ShouldBe([BigInteger.MinusOne, new BigInteger(5)]);
        map.Remove(Nodes[0], "a").ContainsKey("a").ShouldBeFalse();
        Should.Throw<KeyNotFoundException>(() => map["c"]);
    }
}
