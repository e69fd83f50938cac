using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Tests.Consensus.Groups;

/// <summary>Stores are words "key=value"; a key with "~" is under a lease.</summary>
public sealed class CarryOverTests
{
    private const string Group = "G2";

    [Theory]
    [InlineData("a=1 b=2", "", "a=1 b=2", 2, 0, 0)]
    [InlineData("a=1 b=2", "b=2 c=3", "a=1 b=2 c=3", 1, 0, 0)]
    [InlineData("a=1 b=2", "a=9", "a=9 b=2", 1, 1, 0)]
    [InlineData("a=1 ~b=2", "c=3", "a=1 c=3", 1, 0, 1)]
    [InlineData("", "c=3", "c=3", 0, 0, 0)]
    public void Keys_that_are_not_there_are_put_and_those_that_differ_stay(
        string closed, string present, string expected, int carried, int conflicts, int leased)
    {
        var state = CarryAll(StoreOf(closed), StoreOf(present));

        Text(state).ShouldBe(expected);
        var mark = CarryOver.MarkOf(Group, state)!;
        (mark.Carried, mark.Conflicts, mark.Leased, mark.KeysDone).ShouldBe((carried, conflicts, leased, true));
    }

    [Fact]
    public void What_differs_is_listed_and_a_callback_may_merge_it()
    {
        var state = CarryAll(StoreOf("a=1 b=2"), StoreOf("a=9 b=8"), conflict =>
            conflict.Key == "b" ? $"{conflict.Found!.Value}+{conflict.Seen!.Value}" : null);

        Text(state).ShouldBe("a=9 b=8+2");
        state.Entries[CarryMark.ConflictKey(Group, 1)].Value.ShouldBe("a");
        state.Entries.Keys.Count(key => key.StartsWith(CarryMark.Prefix, StringComparison.Ordinal)).ShouldBe(2, "the mark, and the one");
    }

    [Fact]
    public void Many_and_large_keys_go_in_steps_each_within_the_bounds_and_once_however_often_it_is_interrupted()
    {
        var closed = KeyValueState.Empty;
        for (var i = 0; i < 300; i++) closed = Put(closed, $"k{i:D3}", "v");
        for (var i = 0; i < 5; i++) closed = Put(closed, $"large{i}", new string('x', KeyValueLimits.MaxValueBytes));
        var present = Put(KeyValueState.Empty, "k007", "other");
        var steps = 0;
        while (CarryOver.NextKeys(Group, closed, present) is { } step)
        {
            KeyValueLimits.Check(step.Transaction).ShouldBeNull();
            present = Apply(present, step.Transaction);
            // Another that has seen the same comes too late, and one that was interrupted begins where the group is.
            Apply(present, step.Transaction).Revision.ShouldBe(present.Revision);
            // What was changed or removed here after it was carried over stays so.
            if (steps++ == 0) present = Delete(Put(present, "k001", "changed"), "k002");
        }
        steps.ShouldBeGreaterThan(300 / 64 + 4);
        CarryOver.MarkOf(Group, present)!.Carried.ShouldBe(304);
        present.Entries["k001"].Value.ShouldBe("changed");
        present.Entries.ShouldNotContainKey("k002");
        present.Entries["large4"].Value.Length.ShouldBe(KeyValueLimits.MaxValueBytes);
    }

    [Fact]
    public void A_key_that_another_has_put_meanwhile_is_looked_at_again()
    {
        var closed = StoreOf("a=1");
        var before = StoreOf("b=2");
        var step = CarryOver.NextKeys(Group, closed, before)!;
        var present = Put(before, "a", "meanwhile");
        Apply(present, step.Transaction).Entries["a"].Value.ShouldBe("meanwhile");

        var state = CarryAll(closed, present);
        state.Entries["a"].Value.ShouldBe("meanwhile");
        CarryOver.MarkOf(Group, state)!.Conflicts.ShouldBe(1);
    }

    [Fact]
    public void Sessions_that_stay_behind_are_listed_with_the_mark()
    {
        var state = CarryAll(StoreOf(""), StoreOf(""));
        var next = CarryOver.MarkOf(Group, state)! with { Sessions = "s1", Kept = 1 };
        var advance = CarryOver.Advance(Group, state, next, "s1");
        state = Apply(state, advance);
        CarryOver.MarkOf(Group, state).ShouldBe(next);
        state.Entries[CarryMark.SessionKey(Group, 1)].Value.ShouldBe("s1");
        Apply(state, advance).Revision.ShouldBe(state.Revision);
        next.LeavesNothing.ShouldBeFalse();
        Should.Throw<FormatException>(() => CarryMark.Read("{"));
    }

    private static KeyValueState CarryAll(KeyValueState closed, KeyValueState present, Func<KeyConflict, string?>? resolve = null)
    {
        for (var steps = 0; CarryOver.NextKeys(Group, closed, present, resolve) is { } step; steps++)
        {
            steps.ShouldBeLessThan(10);
            present = Apply(present, step.Transaction);
        }
        return present;
    }

    private static KeyValueState StoreOf(string text)
    {
        var state = KeyValueState.Empty;
        foreach (var pair in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')))
        {
            if (!pair[0].StartsWith('~'))
            {
                state = Put(state, pair[0], pair[1]);
                continue;
            }
            state = Apply(state, new KeyValueCommand.GrantLease(1000));
            state = Apply(state, new KeyValueCommand.Transact([], [new Operation.Put(pair[0][1..], pair[1], state.Index)], []));
        }
        return state;
    }

    private static string Text(KeyValueState state) => string.Join(' ', state.Entries
        .Where(entry => !entry.Key.StartsWith(CarryMark.Prefix, StringComparison.Ordinal))
        .Select(entry => $"{entry.Key}={entry.Value.Value}"));

    private static KeyValueState Put(KeyValueState state, string key, string value) =>
        Apply(state, new KeyValueCommand.Transact([], [new Operation.Put(key, value)], []));

    private static KeyValueState Delete(KeyValueState state, string key) =>
        Apply(state, new KeyValueCommand.Transact([], [new Operation.Delete(key)], []));

    private static KeyValueState Apply(KeyValueState state, KeyValueCommand command)
    {
        var step = KeyValueMachine.Apply(state, state.Index + 1, new KeyValueRequest(command));
        step.Result.ShouldNotBeOfType<KeyValueResult.Refused>();
        return step.State;
    }
}
