using Hanzo.Network.Checkpoints;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;

namespace Hanzo.Network.Tests.Checkpoints;

public sealed class RestorePlanTests
{
    private readonly Writers _writers = new(2);

    private Writers.Node Then => _writers[0];

    private Writers.Node Now => _writers[1];

    [Fact]
    public void Only_what_differs_is_changed()
    {
        Then.Set("same", "x");
        Then.Set("changed", "old");
        Then.Set("gone", "x");
        Then.Increment("count", 5);
        Then.Append("log", "a");
        Now.Hear(Then);
        Now.Set("changed", "new");
        Now.Remove("gone");
        Now.Increment("count", 2);
        Now.Append("log", "b");
        Now.Set("added", "x");

        var plan = Plan();

        plan.Changes.Select(change => $"{change.Key}: {change.Now} -> {change.Then}").ShouldBe(
        [
            "added: \"x\" -> ", "changed: \"new\" -> \"old\"", "count: 7 -> 5", "gone:  -> \"x\"",
            """log: ["a","b"] -> ["a"]""",
        ]);
        plan.Changes.Single(change => change.Key.Value == "count").Commands.ShouldBe([new IncrementCount(StateKey.Parse("count"), -2)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_plan_that_was_carried_out_leaves_nothing_to_do_whatever_the_kinds_were(int kind)
    {
        Action<Writers.Node>[] kinds = [node => node.Set("k", "x"), node => node.Append("k", "y"), node => node.Increment("k", 3)];
        kinds[kind](Then);
        foreach (var other in kinds)
        {
            Now.Remove("k");
            other(Now);

            foreach (var command in Plan().Changes.SelectMany(change => change.Commands)) Now.Do(command).Refusal.ShouldBeNull();

            Plan().Changes.ShouldBeEmpty();
            Now.Json("k").ShouldBe(Then.Json("k"));
        }
    }

    private RestorePlan Plan() => RestorePlan.Of(Now.Board.List(""), Then.Board.List(""));
}
