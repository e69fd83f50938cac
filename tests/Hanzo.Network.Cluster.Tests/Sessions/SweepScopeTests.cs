using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Cluster.Tests.Support;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class SweepScopeTests
{
    private static readonly NodeDescription One = Directories.Node("one", Directories.MathAgent) with { Journal = "j" };
    private static readonly NodeDescription Two = Directories.Node("two", Directories.MathAgent) with { Journal = "j" };

    [Fact]
    public void A_node_looks_after_its_own_slots_and_the_first_of_a_journal_after_those_that_nobody_has()
    {
        var (one, two) = (One.Hosting("math.1"), Two.Hosting("math.2"));

        HeldBy(Directories.Of(one, two).Snapshot).ShouldBe(["math.1", "math.3"]);
        HeldBy(Directories.Of(two, one).Snapshot).ShouldBe(["math.2"]);
        HeldBy(Directories.Of(two, one with { Journal = "k" }).Snapshot).ShouldBe(["math.2", "math.3"]);
    }

    [Fact]
    public void What_only_this_node_knows_is_its_own()
    {
        HeldBy(Directories.Of(One.Hosting("math.1")).Snapshot, isShared: false).ShouldBe(["math.1"]);
        HeldBy(Directories.Of(One.Hosting("math.1")).Snapshot).ShouldNotContain("poet.1");
    }

    private static string[] HeldBy(DirectorySnapshot snapshot, bool isShared = true)
    {
        var scope = new SweepScope(snapshot, isShared);
        return [.. new[] { "math.1", "math.2", "math.3", "poet.1" }.Where(slot => scope.Holds(Slot(slot)))];
    }

    private static SlotId Slot(string text) => SlotId.TryParse(text, out var slot) ? slot : throw new ArgumentException(text);
}
