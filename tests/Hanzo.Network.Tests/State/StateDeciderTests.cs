using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

public sealed class StateDeciderTests
{
    private readonly Writers _writers = new(2);

    private Writers.Node One => _writers[0];

    private Writers.Node Two => _writers[1];

    [Fact]
    public void Each_kind_says_what_was_done_to_it()
    {
        One.Set("plan", "a");
        One.Set("plan", "b");
        One.Append("log", "x");
        One.Append("log", "y");
        One.Increment("count", 5);
        One.Increment("count", -2);

        (One.Json("plan"), One.Json("log"), One.Json("count")).ShouldBe(("\"b\"", """["x","y"]""", "3"));
        One.Read("plan").Kind.ShouldBe(StateKind.Register);
        One.Read("nothing").Kind.ShouldBeNull();
    }

    [Fact]
    public void The_first_write_fixes_the_kind_until_the_key_is_removed()
    {
        One.Increment("k", 1);

        var refused = One.Do(new AppendItem(StateKey.Parse("k"), StateValue.Of("x")));
        (refused.Error, refused.Refusal).ShouldBe(
            (NetworkError.Conflict, "state key 'k' is a counter; it cannot be appended to like a list before it is removed."));
        One.Do(new SetValue(StateKey.Parse("k"), StateValue.Of("x"))).Error.ShouldBe(NetworkError.Conflict);

        One.Remove("k");
        One.Append("k", "x");
        One.Json("k").ShouldBe("""["x"]""");
        One.Remove("k");
        One.Increment("k", 4);
        One.Json("k").ShouldBe("4");
    }

    [Fact]
    public void Of_two_concurrent_values_the_later_counts_and_both_are_seen_until_the_next_write()
    {
        One.Set("plan", "early");
        Two.Skew = 1000;
        Two.Set("plan", "late");
        _writers.Meet();

        One.Json("plan").ShouldBe("\"late\"");
        var conflict = One.Read("plan").Conflicts.ShouldHaveSingleItem();
        (conflict.Value?.Json, conflict.Writer).ShouldBe(("\"early\"", "n0~00000000"));

        One.Set("plan", "agreed");
        _writers.Meet();
        (Two.Json("plan"), Two.Read("plan").Conflicts.Length).ShouldBe(("\"agreed\"", 0));
    }

    [Fact]
    public void A_write_in_the_knowledge_of_another_counts_whatever_the_clocks_say()
    {
        One.Skew = 3_600_000;
        One.Set("plan", "first");
        Two.Hear(One);
        Two.Set("plan", "second");
        _writers.Meet();

        (One.Json("plan"), One.Read("plan").Conflicts.Length).ShouldBe(("\"second\"", 0));
    }

    [Fact]
    public void What_is_added_at_the_same_time_as_a_removal_stays()
    {
        foreach (var node in _writers.Nodes)
        {
            node.Increment("count", 10);
            node.Append("log", "old");
        }

        _writers.Meet();
        One.Remove("count");
        One.Remove("log");
        Two.Increment("count", 1);
        Two.Append("log", "new");
        _writers.Meet();

        (One.Json("count"), One.Json("log")).ShouldBe(("1", """["new"]"""));
        Two.Remove("count");
        One.Increment("count", 2);
        _writers.Meet();
        Two.Json("count").ShouldBe("2");
    }

    [Fact]
    public void Of_a_value_and_a_concurrent_removal_the_later_counts()
    {
        One.Set("plan", "a");
        _writers.Meet();
        One.Set("plan", "b");
        Two.Skew = 1000;
        Two.Remove("plan");
        _writers.Meet();

        var item = One.Read("plan");
        (item.Kind, item.Conflicts.Single().Value?.Json).ShouldBe((null, "\"b\""));
        One.Set("plan", "c");
        _writers.Meet();
        Two.Json("plan").ShouldBe("\"c\"");
    }

    [Fact]
    public void Of_concurrent_kinds_the_older_counts_and_the_other_is_seen()
    {
        One.Append("k", "x");
        Two.Skew = 1000;
        Two.Increment("k", 3);
        _writers.Meet();

        (Two.Json("k"), Two.Read("k").Conflicts.Single().Value?.Json).ShouldBe(("""["x"]""", "3"));
        One.Append("k", "y");
        _writers.Meet();
        (Two.Json("k"), Two.Read("k").Conflicts.Length).ShouldBe(("""["x","y"]""", 0));
    }

    [Fact]
    public void A_value_is_set_only_in_the_expected_version()
    {
        var key = StateKey.Parse("plan");
        One.Do(new SetValue(key, StateValue.Of("a"), new ExpectedVersion(null))).Operation.ShouldNotBeNull();
        var version = One.Read("plan").Version;

        One.Do(new SetValue(key, StateValue.Of("x"), new ExpectedVersion(null))).Refusal
            .ShouldBe($"state key 'plan' was not changed: it was expected not to be there, but it has version '{version}'.");
        One.Do(new SetValue(key, StateValue.Of("b"), new ExpectedVersion(version))).Operation.ShouldNotBeNull();
        One.Do(new SetValue(key, StateValue.Of("x"), new ExpectedVersion(version))).Error.ShouldBe(NetworkError.Conflict);
        One.Remove("plan");
        One.Do(new SetValue(key, StateValue.Of("c"), new ExpectedVersion(version))).Refusal!.ShouldContain("but it is not there");
        One.Do(new SetValue(key, StateValue.Of("c"), new ExpectedVersion(null))).Operation.ShouldNotBeNull();
    }

    [Fact]
    public void Removing_what_is_not_there_is_nothing_to_do() =>
        One.Do(new RemoveKey(StateKey.Parse("k"))).ShouldBe(StateDecision.Nothing);

    [Fact]
    public void Beyond_each_bound_a_write_is_refused_with_the_bound()
    {
        for (var i = 0; i < StateLimits.MaxListItems; i++) One.Append("log", "x");
        One.Do(new AppendItem(StateKey.Parse("log"), StateValue.Of("x"))).Refusal!.ShouldContain("has 1000 items");

        for (var i = 0; i < 3; i++) One.Append("big", new string('x', 15_000));
        One.Do(new AppendItem(StateKey.Parse("big"), StateValue.Of(new string('x', 15_000)))).Refusal!.ShouldContain("the bound is 49152");

        One.Increment("count", StateLimits.MaxCount);
        var refused = One.Do(new IncrementCount(StateKey.Parse("count"), 1));
        (refused.Error, refused.Refusal).ShouldBe((
            NetworkError.InvalidRequest,
            "state counter 'count' is 9007199254740991; with 1 it would leave -9007199254740991 to 9007199254740991."));
    }

    [Fact]
    public void Keys_that_are_kept_together_have_a_bound_together()
    {
        var all = Enumerable.Range(0, 100_000).Select(i => StateKey.Parse($"k{i}"));
        var keys = all.Where(key => StateBuckets.Of(key) == 7).Take(5).ToList();
        var value = StateValue.Of(new string('x', StateLimits.MaxValueBytes - 2));

        var decisions = keys.Select(key => One.Do(new SetValue(key, value))).ToList();

        decisions.Select(decision => decision.Error).ShouldBe([default, default, default, NetworkError.StateFull, NetworkError.StateFull]);
        decisions[3].Refusal!.ShouldContain("the bound is 65536");
        One.Do(new RemoveKey(keys[0])).Operation.ShouldNotBeNull();
        One.Do(new SetValue(keys[3], value)).Operation.ShouldNotBeNull();
    }

    [Fact]
    public void A_piece_that_two_nodes_have_filled_beyond_its_bound_together_refuses_only_what_adds_to_it()
    {
        var keys = KeysOf(bucket: 7, StateLimits.MaxBucketCells + 2);
        foreach (var key in keys.Take(StateLimits.MaxBucketCells - 1)) One.Set(key.Value, "x");
        Two.Hear(One);
        One.Set(keys[^3].Value, "one");
        Two.Set(keys[^2].Value, "two");
        _writers.Meet();

        One.Do(new SetValue(keys[0], StateValue.Of("y"))).Refusal.ShouldBeNull();
        Two.Do(new SetValue(keys[1], StateValue.Of("y"))).Refusal.ShouldBeNull();
        One.Do(new SetValue(keys[^1], StateValue.Of("y"))).Error.ShouldBe(NetworkError.StateFull);
        One.Do(new RemoveKey(keys[0])).Refusal.ShouldBeNull();
    }

    [Fact]
    public void A_key_that_too_many_lives_of_nodes_have_written_to_says_so_and_removing_it_is_not_said_to_help()
    {
        var key = StateKey.Parse("leader");
        StateDecision decision;
        var lives = 0;
        do
        {
            var writer = new StateWriter(One.Board, "pod");
            writer.Replay(new WriterOpened($"pod~{++lives:00000000}"));
            var batch = writer.Begin(DateTimeOffset.UnixEpoch);
            decision = batch.Decide(new SetValue(key, StateValue.Of(lives)));
            writer.Commit(batch);
        }
        while (decision.Refusal is null && lives < 2000);

        lives.ShouldBe(StateLimits.MaxSeen + 2);
        (decision.Error, decision.Refusal).ShouldBe((
            NetworkError.StateFull,
            "state key 'leader' has been written to by 513 nodes or lives of nodes, which are remembered also when it is removed; the "
                + "bound is 512. Use another key."));
        One.Do(new RemoveKey(key)).Error.ShouldBe(NetworkError.StateFull);
    }

    private static List<StateKey> KeysOf(int bucket, int count) =>
        [.. Enumerable.Range(0, 1_000_000).Select(i => StateKey.Parse($"k{i}")).Where(key => StateBuckets.Of(key) == bucket).Take(count)];
}
