using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

public sealed class MissedNodesTests
{
    private readonly MissedNodes _missed = new("one");

    [Fact]
    public void Whoever_was_heard_of_and_is_not_there_is_read_whatever_is_known_of_it_already() =>
        Due(["two~a", "three~b", "one~c", "two~d", "four~e"], "one", "four").ShouldBe(["three", "two"]);

    [Fact]
    public void Each_is_read_once_for_each_time_that_it_goes()
    {
        Due(["two~a"]).ShouldBe(["two"]);
        Due(["two~a"]).ShouldBe(["two"]);
        _missed.HasRead("two");
        Due(["two~a"]).ShouldBeEmpty();

        Due(["two~a"], "two").ShouldBeEmpty();

        Due(["two~a"]).ShouldBe(["two"]);
    }

    private IReadOnlyList<string> Due(string[] writers, params string[] present) =>
        _missed.Due(writers, present.ToHashSet(StringComparer.Ordinal));
}
