using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Sessions.Branches;

namespace Hanzo.Network.Cluster.Tests.Sessions.Branches;

public sealed class NotedBranchesTests
{
    private const string Golden =
        """{"noted":["math.3.01J9ZZZZZZZZZZZZZZZZZZZZZZ"],"left":["math.3.01J9ZZZZZZZZZZZZZZZZZZZZZY"]}""";

    private static readonly SessionId One = SessionId.Parse("math.3.01J9ZZZZZZZZZZZZZZZZZZZZZZ");
    private static readonly SessionId Two = SessionId.Parse("math.3.01J9ZZZZZZZZZZZZZZZZZZZZZY");

    [Fact]
    public void What_was_noted_is_held_until_it_leaves()
    {
        var noted = NotedBranches.None.Apply(new BranchesChanged([One, Two, One], []));
        (noted.Holds(One), noted.Holds(Two), noted.Sessions.Count()).ShouldBe((true, true, 2));

        noted = noted.Apply(new BranchesChanged([], [Two]));
        (noted.Holds(One), noted.Holds(Two), noted.IsEmpty).ShouldBe((true, false, false));

        noted.Apply(new BranchesChanged([], [One])).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Its_events_are_read_as_they_were_first_written()
    {
        Encoding.UTF8.GetString(new BranchesChanged([One], [Two]).Encode()).ShouldBe(Golden);

        var read = BranchesChanged.Decode("branches.changed.1", Encoding.UTF8.GetBytes(Golden));
        (read.Noted.Single(), read.Left.Single()).ShouldBe((One, Two));
        BranchesChanged.Decode("branches.changed.1", "{}"u8).Noted.ShouldBeEmpty();
        Should.Throw<FormatException>(() => BranchesChanged.Decode("branches.changed.2", "{}"u8));
    }
}
