using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Contract.Tests.Support;
using Akka.DistributedData;

namespace Akka.Contract.Tests.DistributedData;

/// <summary>Registers and maps of text that all nodes read and one or several write, as a registry of the cluster's nodes does.</summary>
public sealed class SharedRegistersContract
{
    private static readonly LWWRegisterKey<string> Text = new("text");
    private static readonly LWWDictionaryKey<string, string> Map = new("map");

    [Fact]
    public async Task Others_are_told_a_register_and_which_life_of_which_node_has_written_it()
    {
        await using var nodes = await ReplicaNodes.Formed(2);
        var told = Ear.Of(nodes[1], Text);

        await WriteAsync(nodes[0], "hello", Replica.Everywhere);

        await Eventually.Is(() => told.Last == ("hello", nodes[0].Node.SelfUniqueAddress), "the writer is told with the value");
        nodes[0].Node.SelfUniqueAddress.Uid.ShouldNotBe(nodes[1].Node.SelfUniqueAddress.Uid);
    }

    [Fact]
    public async Task To_write_what_there_is_already_to_all_nodes_is_confirmed_by_all()
    {
        await using var nodes = await ReplicaNodes.Formed(2);
        await WriteAsync(nodes[0], "hello", WriteLocal.Instance);

        await WriteAsync(nodes[0], "hello", Replica.Everywhere);

        nodes[1].Local(Text)!.Value.ShouldBe("hello");
        nodes[1].Local(Text)!.Timestamp.ShouldBe(nodes[0].Local(Text)!.Timestamp);
    }

    [Fact]
    public async Task Who_subscribes_again_is_told_again()
    {
        await using var nodes = await ReplicaNodes.Formed(1);
        var node = nodes[0];
        await WriteAsync(node, "hello", WriteLocal.Instance);
        var told = Ear.Of(node, Text);
        await Eventually.Is(() => told.Count == 1, "the subscriber is told the value");

        node.Replicator.Tell(Dsl.Subscribe(Text, told.Actor), ActorRefs.NoSender);

        await Eventually.Is(() => told.Count == 2, "the subscriber is told the same value again");
    }

    [Fact]
    public async Task A_value_with_a_version_for_its_timestamp_is_merged_by_version()
    {
        await using var nodes = await ReplicaNodes.Formed(2);
        await MergeAsync(nodes[0], "second", 2);
        await MergeAsync(nodes[1], "first", 1);

        var read = await nodes[1].Get(Text, Replica.FromMajority);

        read.IsFailure.ShouldBeFalse();
        (read.Get(Text).Value, read.Get(Text).Timestamp).ShouldBe(("second", 2));
        (await nodes[1].Get(new LWWRegisterKey<string>("nothing"), Replica.FromMajority)).IsFound.ShouldBeFalse();
    }

    [Fact]
    public async Task Entries_of_a_map_that_some_set_and_others_remove_are_the_same_everywhere()
    {
        await using var nodes = await ReplicaNodes.Formed(2);
        var (one, two) = (nodes[0], nodes[1]);
        await one.Update(Map, LWWDictionary<string, string>.Empty, map => map.SetItem(one.Node, "a", "1"), Replica.Everywhere);
        await one.Update(Map, LWWDictionary<string, string>.Empty, map => map.SetItem(one.Node, "b", "2"), Replica.Everywhere);

        await two.Update(
            Map, LWWDictionary<string, string>.Empty,
            map => map.TryGetValue("a", out var held) && held == "1" ? map.Remove(two.Node, "a") : map, Replica.Everywhere);
        await two.Update(Map, LWWDictionary<string, string>.Empty, map => map.Remove(two.Node, "unknown"), Replica.Everywhere);

        await Eventually.Is(() => nodes.All.All(node => Entries(node) == "b=2"), "one entry is left on both nodes");
    }

    private static string Entries(Replica node) =>
        string.Join(",", (node.Local(Map) ?? LWWDictionary<string, string>.Empty).Select(entry => $"{entry.Key}={entry.Value}"));

    private static async Task WriteAsync(Replica replica, string value, IWriteConsistency consistency)
    {
        var self = replica.Node.SelfUniqueAddress;
        var update = Dsl.Update(
            Text, new LWWRegister<string>(self, value), consistency, value,
            current => current.UpdatedBy.Equals(self) && current.Value == value ? current : current.WithValue(self, value));
        var written = await replica.Replicator.Ask<IUpdateResponse>(update, ReplicaNodes.Patience);
        (written.IsSuccessful, written.Request).ShouldBe((true, value));
    }

    private static async Task MergeAsync(Replica replica, string value, long version)
    {
        var register = new LWWRegister<string>(replica.Node.SelfUniqueAddress, value, version);
        var update = Dsl.Update(Text, register, WriteLocal.Instance);
        (await replica.Replicator.Ask<IUpdateResponse>(update, ReplicaNodes.Patience)).IsSuccessful.ShouldBeTrue();
    }

    private sealed class Ear
    {
        private readonly ConcurrentQueue<(string Value, Akka.Cluster.UniqueAddress Writer)> _told = new();

        public IActorRef Actor { get; private set; } = ActorRefs.Nobody;

        public int Count => _told.Count;

        public (string Value, Akka.Cluster.UniqueAddress Writer)? Last => _told.IsEmpty ? null : _told.Last();

        public static Ear Of(Replica replica, LWWRegisterKey<string> key)
        {
            var ear = new Ear();
            ear.Actor = replica.System.ActorOf(Props.Create(() => new Listener(ear)));
            replica.Replicator.Tell(Dsl.Subscribe(key, ear.Actor), ActorRefs.NoSender);
            return ear;
        }

        private sealed class Listener : ReceiveActor
        {
            public Listener(Ear ear) => Receive<Changed>(changed =>
            {
                if (changed.Key.Id != Text.Id) return;
                var register = changed.Get((LWWRegisterKey<string>)changed.Key);
                ear._told.Enqueue((register.Value, register.UpdatedBy));
            });
        }
    }
}
