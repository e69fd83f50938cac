using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

public sealed class MissedNodesTests
{
    [Fact]
    public void Whoever_was_heard_of_and_is_not_there_is_read_whatever_is_known_of_it_already() =>
        MissedNodes.Of(["two~a", "three~b", "one~c", "two~d", "four~e"], "one", new HashSet<string> { "one", "four" })
            .ShouldBe(["three", "two"]);
}
