using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Hanzo.Network.Cluster.State;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.State;

/// <summary>How keys are in Distributed Data, without an actor system.</summary>
public sealed class BucketMapTests
{
    private static readonly UniqueAddress Here = new(new Address("akka.tcp", "hanzo", "localhost", 1), 1);
    private static readonly UniqueAddress There = new(new Address("akka.tcp", "hanzo", "localhost", 2), 2);
    private static readonly StateKey Key = StateKey.Parse("plan");
    private readonly StateBoard _one = new();
    private readonly StateBoard _two = new();

    [Fact]
    public void What_one_node_puts_in_another_reads()
    {
        Do(_one, "n1", "a");

        var map = BucketMap.With(LWWDictionary<string, string>.Empty, Here, Entries(_one));
        BucketMap.Tell(map, _two, Unreadable);

        map.Keys.ShouldBe(["plan n1~00000000"]);
        _two.Read(Key).Value!.Value.Json.ShouldBe("\"a\"");
        BucketMap.With(map, There, Entries(_two)).ShouldBeSameAs(map);
    }

    [Fact]
    public void What_was_replaced_leaves_the_map()
    {
        Do(_one, "n1", "a");
        var map = BucketMap.With(LWWDictionary<string, string>.Empty, Here, Entries(_one));
        BucketMap.Tell(map, _two, Unreadable);
        Do(_two, "n2", "b");

        var after = BucketMap.With(map, There, Entries(_two));

        after.Keys.ShouldBe(["plan n2~00000000"]);
        BucketMap.Tell(after.Merge(map), _one, Unreadable);
        _one.Read(Key).Value!.Value.Json.ShouldBe("\"b\"");
    }

    [Fact]
    public void Concurrent_values_are_both_kept_and_an_older_one_of_a_writer_never_comes_back()
    {
        Do(_one, "n1", "old");
        var old = BucketMap.With(LWWDictionary<string, string>.Empty, Here, Entries(_one));
        Do(_one, "n1", "new");
        Do(_two, "n2", "b");
        var one = BucketMap.With(old, Here, Entries(_one));
        var two = BucketMap.With(old, There, Entries(_two));

        foreach (var map in new[] { one.Merge(two), two.Merge(one) })
        {
            var board = new StateBoard();
            BucketMap.Tell(map, board, Unreadable);
            board.Entry(Key).Cells.Keys.ShouldBe(["n1~00000000", "n2~00000000"]);
            board.Entry(Key).Cells["n1~00000000"].Part.Value.Json.ShouldBe("\"new\"");
        }
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_the_rest_is_read()
    {
        Do(_one, "n1", "a");
        var map = BucketMap.With(LWWDictionary<string, string>.Empty, Here, Entries(_one))
            .SetItem(Here, "plan n9~00000000", """{"kind":"tree"}""").SetItem(Here, "no-writer", "{}");
        var unreadable = new List<string>();

        BucketMap.Tell(map, _two, (name, _) => unreadable.Add(name));

        unreadable.ShouldBe(["no-writer", "plan n9~00000000"], ignoreOrder: true);
        _two.Read(Key).Value!.Value.Json.ShouldBe("\"a\"");
        BucketMap.With(map, There, Entries(_two)).Count.ShouldBe(3);
    }

    private static void Unreadable(string name, string why) => throw new InvalidOperationException($"{name}: {why}");

    private static void Do(StateBoard board, string node, string value)
    {
        var writer = new StateWriter(board, node);
        writer.Replay(new WriterOpened($"{node}~00000000"));
        var batch = writer.Begin(DateTimeOffset.UnixEpoch);
        batch.Decide(new SetValue(Key, StateValue.Of(value)));
        writer.Commit(batch);
    }

    private static Dictionary<StateKey, StateEntry> Entries(StateBoard board) => new() { [Key] = board.Entry(Key) };
}
