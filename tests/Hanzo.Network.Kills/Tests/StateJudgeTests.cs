using System.Text.Json;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Kills.Tests;

public sealed class StateJudgeTests
{
    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    public void A_value_is_the_last_acknowledged_or_one_sent_after_it(string found) =>
        Wrong(StateDeed.Set, found, (1, true), (2, true), (3, false)).ShouldBeEmpty();

    [Fact]
    public void A_value_of_before_the_last_acknowledged_is_a_loss() =>
        Wrong(StateDeed.Set, "1", (1, true), (2, true)).ShouldBe(["key k is 1, though 2 was acknowledged"]);

    [Fact]
    public void A_value_that_nobody_wrote_is_wrong() =>
        Wrong(StateDeed.Set, "7", (1, true)).ShouldBe(["key k is 7, which nobody wrote"]);

    [Fact]
    public void A_key_may_be_missing_only_when_no_write_of_it_was_acknowledged()
    {
        Wrong(StateDeed.Append, null, (1, false)).ShouldBeEmpty();
        Wrong(StateDeed.Append, null, (1, false), (2, true)).ShouldBe(["key k was written and is lost"]);
    }

    [Theory]
    [InlineData("[1,2]")]
    [InlineData("[2,3,1]")]
    public void A_list_has_all_that_was_acknowledged_and_perhaps_what_else_was_sent(string found) =>
        Wrong(StateDeed.Append, found, (1, true), (2, true), (3, false)).ShouldBeEmpty();

    [Fact]
    public void Items_that_are_lost_strange_or_doubled_are_told() =>
        Wrong(StateDeed.Append, "[2,2,9]", (1, true), (2, true)).ShouldBe(
            ["list k: 1 was acknowledged and is lost", "list k: nobody appended 9", "list k: 2 is there 2 times"]);

    [Theory]
    [InlineData("3", true)]
    [InlineData("8", true)]
    [InlineData("2", false)]
    [InlineData("9", false)]
    public void A_counter_is_between_what_was_acknowledged_and_what_was_sent(string found, bool isRight)
    {
        string[] wrong = isRight ? [] : [$"counter k is {found}; 3 was acknowledged and 8 was sent"];

        Wrong(StateDeed.Increment, found, (1, true), (2, true), (5, false)).ShouldBe(wrong);
    }

    private static IEnumerable<string> Wrong(StateDeed deed, string? found, params (long Number, bool Acknowledged)[] writes)
    {
        var value = found is null ? (JsonElement?)null : JsonDocument.Parse(found).RootElement;
        return StateJudge.Wrong(
            "k",
            [.. writes.Select(write => new StateWrite("k", deed, write.Number, write.Acknowledged))],
            found is null ? null : new StateBody("k", "register", value, "v", DateTimeOffset.UnixEpoch, []));
    }
}
