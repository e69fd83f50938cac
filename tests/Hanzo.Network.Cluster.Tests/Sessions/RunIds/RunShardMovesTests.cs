using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Cluster.Tests.Support;

namespace Hanzo.Network.Cluster.Tests.Sessions.RunIds;

public sealed class RunShardMovesTests
{
    [Fact]
    public void Shards_without_ids_are_shared_with_nodes_that_come_later()
    {
        var snapshot = Directories.Of(Node("one", "run-directory.0"), Node("two")).Snapshot;
        List<RunHome> homes = [Home(snapshot, "one", Enumerable.Range(0, 32)), Home(snapshot, "two", [])];

        for (var round = 0; round < 20 && RunShardMoves.Choose(snapshot, homes) is { Length: > 0 } moves; round++)
        {
            moves.Length.ShouldBeLessThanOrEqualTo(4);
            var (one, two) = (homes[0], homes[1]);
            homes = [one with { Shards = one.Shards.RemoveRange(moves) }, two with { Shards = two.Shards.AddRange(moves) }];
        }

        homes[0].Shards.Length.ShouldBe(16);
        homes[0].Shards.ShouldContain(Shard(0));
    }

    [Fact]
    public void A_shard_goes_to_where_its_ids_are()
    {
        var snapshot = Directories.Of(Node("one"), Node("two", "run-directory.3")).Snapshot;

        RunShardMoves.Choose(snapshot, [Home(snapshot, "one", [3]), Home(snapshot, "two", [])]).ShouldBe([Shard(3)]);
        RunShardMoves.HomeFor(snapshot, Shard(3), [Home(snapshot, "one", []), Home(snapshot, "two", [])])!.Id.ShouldBe("two");
    }

    [Fact]
    public void Nothing_moves_while_a_member_is_silent_nor_out_of_the_memory_of_a_process()
    {
        var silent = Directories.Of(Node("one"), Node("two")).Reachability(Directories.AddressOf("two"), 1, false).Snapshot;
        RunShardMoves.Choose(silent, [Home(silent, "one", [1, 2, 3]), Home(silent, "two", [])]).ShouldBeEmpty();

        var memory = Directories.Of(Node("one") with { Journal = "memory:1" }, Node("two") with { Journal = "memory:2" }).Snapshot;
        RunShardMoves.Choose(memory, [Home(memory, "one", [1, 2, 3]), Home(memory, "two", [])]).ShouldBeEmpty();
    }

    private static RunHome Home(DirectorySnapshot snapshot, string id, IEnumerable<int> shards) =>
        new(snapshot.Find(id)!, [.. shards.Select(Shard)]);

    private static SlotId Shard(int index) => new(AgentName.Parse("run-directory"), index);

    private static NodeDescription Node(string id, params string[] history) =>
        Directories.Node(id, Directories.MathAgent) with { History = [.. history] };
}
