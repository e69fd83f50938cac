using Akka.Contract.Tests.Support;
using Akka.DistributedData;
using static Akka.Contract.Tests.DistributedData.Data.Histories;

namespace Akka.Contract.Tests.DistributedData.Data;

public sealed class MapContract
{
    [Fact]
    public void A_map_shows_what_was_set_last()
    {
        var map = LWWDictionary<string, int>.Empty.SetItem(Nodes[0], "a", 1).SetItem(Nodes[0], "b", 2).SetItem(Nodes[1], "a", 3);

        map["a"].ShouldBe(3);
        map.TryGetValue("b", out var b).ShouldBeTrue();
        b.ShouldBe(2);
        map.TryGetValue("c", out var none).ShouldBeFalse();
        none.ShouldBe(0);
        map.Count.ShouldBe(2);
        map.IsEmpty.ShouldBeFalse();
        map.Keys.Order().ShouldBe(["a", "b"]);
        map.Values.Order().ShouldBe([2, 3]);
        map.Entries["a"].ShouldBe(3);
        map.OrderBy(entry => entry.Key).Select(entry => entry.Value).ShouldBe([3, 2]);
        Should.Throw<KeyNotFoundException>(() => map["c"]);
    }

    [Fact]
    public void The_later_write_of_each_key_wins()
    {
        var shared = LWWDictionary<string, string>.Empty.SetItem(Nodes[0], "k", "old", At(1));
        var a = shared.SetItem(Nodes[0], "k", "a", At(2)).SetItem(Nodes[0], "only a", "x", At(1));
        var b = shared.SetItem(Nodes[1], "k", "b", At(3));

        a.Merge(b)["k"].ShouldBe("b");
        b.Merge(a)["k"].ShouldBe("b");
        b.Merge(a)["only a"].ShouldBe("x");
    }

    [Fact]
    public void With_the_reverse_clock_the_first_write_of_a_key_wins_when_replicas_meet()
    {
        var first = LWWDictionary<string, string>.Empty.SetItem(Nodes[0], "k", "first", At(-1));
        var second = LWWDictionary<string, string>.Empty.SetItem(Nodes[1], "k", "second", At(-2));

        first.Merge(second)["k"].ShouldBe("first");
        second.Merge(first)["k"].ShouldBe("first");
        first.Merge(first.SetItem(Nodes[1], "k", "second", At(-3)))["k"].ShouldBe("first");
    }

    [Fact]
    public void A_key_that_was_set_meanwhile_survives_its_removal()
    {
        var shared = LWWDictionary<string, int>.Empty.SetItem(Nodes[0], "a", 1).SetItem(Nodes[0], "b", 1);
        var without = shared.Remove(Nodes[1], "a").Remove(Nodes[1], "b");
        var set = shared.SetItem(Nodes[2], "a", 2);

        without.Merge(set).Keys.ShouldBe(["a"]);
        set.Merge(without)["a"].ShouldBe(2);
    }

    [EmbeddedOnly("Akka.NET merges the value of a removed key into one that was set apart, when the two meet before the removal")]
    public void What_a_removed_key_had_does_not_come_back()
    {
        var shared = LWWDictionary<string, string>.Empty.SetItem(Nodes[0], "k", "removed", At(10));
        var without = shared.Remove(Nodes[1], "k");
        var other = LWWDictionary<string, string>.Empty.SetItem(Nodes[2], "k", "set apart", At(5));

        shared.Merge(other)["k"].ShouldBe("removed");
        shared.Merge(other).Merge(without)["k"].ShouldBe("set apart");
        shared.Merge(other.Merge(without))["k"].ShouldBe("set apart");
    }

    [Fact]
    public void Deltas_hold_what_was_set_and_removed()
    {
        var before = LWWDictionary<string, int>.Empty.SetItem(Nodes[0], "a", 1).SetItem(Nodes[0], "b", 1).ResetDelta();
        var after = before.SetItem(Nodes[0], "c", 3).Remove(Nodes[0], "a").SetItem(Nodes[0], "b", 2);

        var copy = before.MergeDelta(after.Delta!);
        copy.OrderBy(entry => entry.Key).ShouldBe([KeyValuePair.Create("b", 2), KeyValuePair.Create("c", 3)]);
        copy.ShouldBe(after);
    }

    [EmbeddedOnly("Akka.NET throws ArgumentNullException, so that an update that changes nothing fails")]
    public void A_map_without_changes_has_no_delta() => LWWDictionary<string, int>.Empty.Delta.ShouldBeNull();

    [Fact]
    public void Values_of_a_map_of_data_merge()
    {
        var a = ORDictionary<string, GCounter>.Empty.SetItem(Nodes[0], "k", GCounter.Empty.Increment(Nodes[0], 2));
        var b = ORDictionary<string, GCounter>.Empty.AddOrUpdate(Nodes[1], "k", GCounter.Empty, counter => counter.Increment(Nodes[1], 3));

        a.Merge(b)["k"].Value.ShouldBe(5UL);
        a.AddOrUpdate(Nodes[0], "k", GCounter.Empty, counter => counter.Increment(Nodes[0]))["k"].Value.ShouldBe(3UL);
        a.ContainsKey("k").ShouldBeTrue();
        a.TryGetValue("x", out _).ShouldBeFalse();
        a.Remove(Nodes[0], "k").IsEmpty.ShouldBeTrue();
        a.Entries.Keys.ShouldBe(["k"]);
    }

    [Fact]
    public void A_map_of_sets_is_changed_not_replaced()
    {
        var map = ORDictionary<string, ORSet<string>>.Empty.SetItem(Nodes[0], "k", ORSet.Create(Nodes[0], "a"));

        Should.Throw<ArgumentException>(() => map.SetItem(Nodes[0], "k", ORSet.Create(Nodes[0], "b")));
        map.AddOrUpdate(Nodes[0], "k", ORSet<string>.Empty, set => set.Add(Nodes[0], "b"))["k"].Order().ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Maps_are_made_of_entries()
    {
        LWWDictionary.Create(Nodes[0], "a", 1)["a"].ShouldBe(1);
        LWWDictionary.Create((Nodes[0], "a", 1), (Nodes[1], "b", 2)).Count.ShouldBe(2);
        ORDictionary.Create(Nodes[0], "a", GCounter.Empty.Increment(Nodes[0]))["a"].Value.ShouldBe(1UL);
        ORDictionary.Create((Nodes[0], "a", Flag.True), (Nodes[1], "b", Flag.False)).Count.ShouldBe(2);
    }

    private static Clock<string> At(long time) => (_, _) => time;
}
