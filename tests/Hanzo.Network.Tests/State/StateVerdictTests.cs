using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

public sealed class StateVerdictTests
{
    private static readonly StateKey Key = StateKey.Parse("k");
    private readonly Writers _writers = new(3);

    [Fact]
    public void The_version_of_an_operation_is_not_that_of_what_came_after_it_in_the_same_batch()
    {
        var one = _writers[0];
        var batch = one.Writer.Begin(DateTimeOffset.UnixEpoch);
        var compared = batch.Decide(new SetValue(Key, StateValue.Of("x"), new ExpectedVersion(null)));
        batch.Decide(new SetValue(Key, StateValue.Of("y"))).Refusal.ShouldBeNull();
        one.Writer.Commit(batch);

        var item = StateReading.Of(Key, compared.After!);
        item.Value.ShouldBe(StateValue.Of("x"));
        one.Do(new SetValue(Key, StateValue.Of("x2"), new ExpectedVersion(item.Version))).Error.ShouldBe(NetworkError.Conflict);
    }

    [Fact]
    public void Of_two_that_expected_the_same_none_is_uncontested_where_both_are_known()
    {
        var first = _writers[0].Do(new SetValue(Key, StateValue.Of("x"), new ExpectedVersion(null))).Operation!;
        var second = _writers[1].Do(new SetValue(Key, StateValue.Of("y"), new ExpectedVersion(null))).Operation!;
        StateVerdict.IsUncontested(Entry(0), "n0~00000000", first).ShouldBeTrue();
        _writers.Meet();

        StateVerdict.IsUncontested(Entry(0), "n0~00000000", first).ShouldBeFalse();
        StateVerdict.IsUncontested(Entry(1), "n1~00000000", second).ShouldBeFalse();
    }

    [Fact]
    public void A_third_write_that_replaces_both_does_not_hide_that()
    {
        var first = _writers[0].Do(new SetValue(Key, StateValue.Of("x"), new ExpectedVersion(null))).Operation!;
        _writers[1].Do(new SetValue(Key, StateValue.Of("y"), new ExpectedVersion(null)));
        _writers.Meet();
        _writers[2].Set("k", "z");
        _writers.Meet();

        StateVerdict.IsUncontested(Entry(0), "n0~00000000", first).ShouldBeFalse();
    }

    [Fact]
    public void Who_wrote_in_the_knowledge_of_an_operation_does_not_contest_it()
    {
        var first = _writers[0].Do(new SetValue(Key, StateValue.Of("x"), new ExpectedVersion(null))).Operation!;
        _writers.Meet();
        _writers[0].Set("k", "x2");
        _writers.Meet();
        StateVerdict.IsUncontested(Entry(0), "n0~00000000", first).ShouldBeTrue();

        _writers[1].Set("k", "y");
        _writers.Meet();

        StateVerdict.IsUncontested(Entry(0), "n0~00000000", first).ShouldBeTrue();
    }

    [Fact]
    public void What_was_added_to_another_kind_than_the_key_turned_out_to_be_is_told()
    {
        _writers[0].Set("k", "x");
        _writers[1].Skew = 1000;
        var added = _writers[1].Do(new IncrementCount(Key, 3)).Operation!;
        StateVerdict.IsOfAnotherKind(Entry(1), "n1~00000000", added).ShouldBeFalse();

        _writers.Meet();

        StateVerdict.IsOfAnotherKind(Entry(1), "n1~00000000", added).ShouldBeTrue();
        _writers[1].Remove("k");
        StateVerdict.IsOfAnotherKind(Entry(1), "n1~00000000", added).ShouldBeFalse();
    }

    private StateEntry Entry(int node) => _writers[node].Board.Entry(Key);
}
