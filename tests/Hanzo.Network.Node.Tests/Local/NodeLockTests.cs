using Hanzo.Network.Node.Local;

namespace Hanzo.Network.Node.Tests.Local;

public sealed class NodeLockTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-lock-");
    private DataRoot Root => DataRoot.Of(_folder.FullName);

    [Fact]
    public void An_id_is_held_by_one_at_a_time()
    {
        using (var first = NodeLock.TryTake(Root, "home", "one"))
        {
            first.ShouldNotBeNull();
            NodeLock.TryTake(Root, "home", "one").ShouldBeNull();
        }

        using var next = NodeLock.TryTake(Root, "home", "one");
        next.ShouldNotBeNull();
    }

    [Fact]
    public void The_same_id_in_another_network_is_another_node()
    {
        using var home = NodeLock.TryTake(Root, "home", "one");
        using var work = NodeLock.TryTake(Root, "work", "one");

        work.ShouldNotBeNull();
    }

    [Fact]
    public void Default_ids_count_up()
    {
        using var first = NodeLock.TakeFirstFree(Root, "home", "box");
        using var second = NodeLock.TakeFirstFree(Root, "home", "box");
        second.NodeId.ShouldBe("box-2");
        first.Dispose();

        using var again = NodeLock.TakeFirstFree(Root, "home", "box");
        again.NodeId.ShouldBe("box");
    }

    [Fact]
    public void A_long_id_leaves_room_for_its_number()
    {
        var longest = new string('x', 63);
        using var first = NodeLock.TakeFirstFree(Root, "home", longest);
        using var second = NodeLock.TakeFirstFree(Root, "home", longest);
        (first.NodeId, second.NodeId).ShouldBe((longest, new string('x', 60) + "-2"));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
