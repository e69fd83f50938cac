using Akka.DistributedData;
using static Akka.Embedded.Tests.DistributedData.Data.DataNodes;

namespace Akka.Embedded.Tests.DistributedData.Data;

/// <summary>Merging what was made from one another, or is the same, compares nothing and makes nothing.</summary>
public sealed class LineageTests
{
    [Fact]
    public void Of_one_line_the_later_is_the_outcome_itself()
    {
        var early = LWWDictionary.Create(A, "k", 1);
        var middle = early.SetItem(A, "l", 2).ResetDelta();
        var late = middle.Remove(A, "k").SetItem(B, "m", 3);

        early.Merge(late).ShouldBeSameAs(late);
        late.Merge(early).ShouldBeSameAs(late);
        middle.Merge(late).ShouldBeSameAs(late);
        late.Merge(late).ShouldBeSameAs(late);
    }

    [Fact]
    public void Two_values_made_from_one_are_merged()
    {
        var shared = ORSet.Create(A, "a");
        var left = shared.Add(A, "left");
        var right = shared.Add(B, "right");

        left.Merge(right).Order().ShouldBe(["a", "left", "right"]);
        right.Merge(left).ShouldBe(left.Merge(right));
        shared.Merge(right).ShouldBe(right);
        right.Add(B, "more").Merge(right).Count.ShouldBe(3);
    }

    [Fact]
    public void What_adds_nothing_leaves_the_value_itself()
    {
        var set = ORSet.Create(A, "a").Add(B, "b");
        var map = LWWDictionary.Create((A, "k", 1), (B, "l", 2));
        var counter = PNCounter.Empty.Increment(A).Decrement(B);
        var grown = GSet.Create("a", "b");

        set.Merge(ORSet<string>.Empty.MergeDelta(set.Delta!)).ShouldBeSameAs(set);
        map.Merge(LWWDictionary<string, int>.Empty.MergeDelta(map.Delta!)).ShouldBeSameAs(map);
        counter.Merge(PNCounter.Empty.MergeDelta(counter.Delta!)).ShouldBeSameAs(counter);
        grown.Merge(GSet.Create("b")).ShouldBeSameAs(grown);
        map.MergeDelta(map.Delta!).ShouldBeSameAs(map);
    }

    [Fact]
    public void A_value_that_another_took_over_brings_no_delta_along()
    {
        var written = ORSet.Create(A, "a").Add(A, "b");
        var received = ORSet<string>.Empty.MergeDelta(ORSet.Create(B, "x").Delta!);

        received.Merge(written).Delta.ShouldBeNull();
    }

    [Fact]
    public void A_delta_says_what_it_replaces_so_that_both_ways_end_alike()
    {
        var shared = LWWDictionary.Create(B, "k", 1).ResetDelta();
        var changed = shared.SetItem(A, "k", 2);

        var copy = LWWDictionary<string, int>.Empty.Merge(LWWDictionary.Create(C, "z", 0)).Merge(shared);
        copy.MergeDelta(changed.Delta!).ShouldBe(copy.Merge(changed));
    }

    [Fact]
    public void Elements_whose_hashes_differ_per_process_are_enumerated_in_the_order_of_their_addition()
    {
        Named[] names = [.. Enumerable.Range(0, 50).Select(i => new Named($"name {i}"))];
        var set = names.Aggregate(ORSet<Named>.Empty, (all, name) => all.Add(A, name));
        var map = names.Aggregate(LWWDictionary<Named, int>.Empty, (all, name) => all.SetItem(A, name, 1));

        set.ShouldBe(names);
        map.Keys.ShouldBe(names);
        map.Select(entry => entry.Key).ShouldBe(names);
        set.Prune(A, B).ShouldBe(names);
    }

    private sealed record Named(string Text);
}
