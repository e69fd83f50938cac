using Hanzo.Network.Joining;
using Hanzo.Network.Node.Local;

namespace Hanzo.Network.Node.Tests.Local;

public sealed class LocalFoundingRightTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-right-");

    public LocalFoundingRightTests() => _folder.CreateSubdirectory("home");

    [Fact]
    public void One_of_a_machine_has_it_until_it_gives_it_up()
    {
        var (one, two) = (Right(), Right());
        one.TryTake(Node(), 0).ShouldBeTrue();
        one.TryTake(Node(), 0).ShouldBeTrue();
        two.TryTake(Node(), 0).ShouldBeFalse();

        one.GiveUp();
        one.GiveUp();

        two.TryTake(Node(), 0).ShouldBeTrue();
        one.TryTake(Node(), 0).ShouldBeFalse();
        two.GiveUp();
    }

    [Fact]
    public void The_next_turn_is_a_right_of_its_own()
    {
        var (stuck, next, last) = (Right(), Right(), Right());
        stuck.TryTake(Node(), 0).ShouldBeTrue();
        next.TryTake(Node(), 1).ShouldBeTrue();
        last.TryTake(Node(), 1).ShouldBeFalse();
        stuck.GiveUp();
        next.GiveUp();
    }

    [Fact]
    public void Nodes_that_cannot_join_each_other_do_not_wait_for_each_other()
    {
        var (here, lan, other) = (Right(), Right(), Right());
        here.TryTake(Node(), 0).ShouldBeTrue();
        lan.TryTake(Node("10.0.0.1:5681"), 0).ShouldBeTrue();
        other.TryTake(Node(runtime: "another"), 0).ShouldBeTrue();
        foreach (var right in new[] { here, lan, other }) right.GiveUp();
    }

    [Fact]
    public void Where_there_is_no_folder_nobody_is_waited_for() =>
        new LocalFoundingRight(DataRoot.Of(Path.Combine(_folder.FullName, "none")), "home").TryTake(Node(), 0).ShouldBeTrue();

    public void Dispose() => _folder.Delete(recursive: true);

    private LocalFoundingRight Right() => new(DataRoot.Of(_folder.FullName), "home");

    private static NodeIdentity Node(string address = "127.0.0.1:5681", string runtime = "embedded") =>
        new("home", "one", "01J00000000000000000000001", NodeAddress.Parse(address), runtime, "0.1.0", ProtocolRange.Current);
}
