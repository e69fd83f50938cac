using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Replication;
using Akka.Embedded.Tests.Cluster;

namespace Akka.Embedded.Tests.DistributedData.Replication;

/// <summary>How changes come to the other replicas.</summary>
public sealed class ChangeFlowTests
{
    private static readonly ORSetKey<string> Names = new("names");
    private static readonly LWWDictionaryKey<string, string> Map = new("map");

    [Fact]
    public void The_first_change_goes_out_at_once_and_those_that_follow_together()
    {
        var world = Pair();
        Add(world[0], "first");
        world.Pass(TimeSpan.Zero);
        world.UnderWay.Count.ShouldBe(1);

        for (var i = 0; i < 20; i++)
            Add(world[0], $"next{i}");
        world.Pass(TimeSpan.Zero);
        world.UnderWay.Count.ShouldBe(1);
        world.Pass(TimeSpan.FromMilliseconds(5));

        world.UnderWay.Count.ShouldBe(2);
        world.UnderWay[1].Message.ShouldBeOfType<Changes>().Items.ShouldHaveSingleItem().IsFullState.ShouldBeFalse();
        world.Settle();
        world[1].Local(Names)!.Count.ShouldBe(21);
    }

    [Fact]
    public void Many_changes_of_a_key_go_out_as_the_whole_value()
    {
        var world = Pair();
        for (var i = 0; i < 60; i++)
            Add(world[0], $"{i}");
        world.Pass(TimeSpan.Zero);

        world.UnderWay.ShouldHaveSingleItem().Message.ShouldBeOfType<Changes>().Items.ShouldHaveSingleItem().IsFullState.ShouldBeTrue();
        world.Settle();
        world[1].Local(Names)!.Count.ShouldBe(60);
    }

    [Fact]
    public void Without_deltas_whole_values_go_out()
    {
        var world = Pair(ReplicaWorld.Defaults with { SendsChanges = false });
        Add(world[0], "anna");
        world.Pass(TimeSpan.Zero);

        world.UnderWay.ShouldHaveSingleItem().Message.ShouldBeOfType<Changes>().Items.ShouldHaveSingleItem().IsFullState.ShouldBeTrue();
    }

    [Fact]
    public void Messages_stay_within_the_bound_however_much_there_is_to_say()
    {
        var world = Pair(ReplicaWorld.Defaults with { MaxItemBytes = 8_000 });
        for (var i = 0; i < 30; i++)
            Put(world[0], new LWWDictionaryKey<string, string>($"map{i}"), new string('x', 3_000));
        var late = world.Join(3);
        world.UnderWay.ShouldNotBeEmpty();

        for (var round = 0; round < 20; round++)
        {
            var longest = world.UnderWay.Select(BytesOf).DefaultIfEmpty().Max();
            longest.ShouldBeLessThan(8_000 + ReplicationWire.OverheadBytes);
            var parcels = world.UnderWay.ToList();
            world.UnderWay.Clear();
            parcels.ForEach(world.Deliver);
            world.Pass(TimeSpan.FromMilliseconds(10));
        }

        late.State.KeyIds.Count.ShouldBe(30);
    }

    [Fact]
    public void A_change_that_follows_a_pending_one_while_nobody_can_be_reached_is_not_passed_over()
    {
        var world = Pair();
        var names = new ORSetKey<string>("names");
        void Add(string name) => world[0].Update(names, ORSet<string>.Empty, s => s.Add(world[0].Node, name));

        Add("pending");
        world.SetReachable(world[0], world[1], reachable: false);
        Add("meanwhile");
        world.SetReachable(world[0], world[1], reachable: true);
        world.UnderWay.Clear();
        world.Settle();
        Add("after");
        world.Settle();
        world.GossipUntilQuiet();

        world[0].Local(names)!.Elements.Order().ShouldBe(["after", "meanwhile", "pending"]);
    }

    [Fact]
    public void A_value_that_does_not_fit_a_message_is_reported_once_with_key_size_and_bound()
    {
        var world = Pair(ReplicaWorld.Defaults with { MaxItemBytes = 2_000 });
        for (var i = 0; i < 3; i++)
        {
            Put(world[0], Map, new string('x', 5_000));
            world.Pass(TimeSpan.FromMilliseconds(10));
            world[0].Gossip();
        }

        world.Settle();
        var report = world[0].Reports.ShouldHaveSingleItem();
        report.Severity.ShouldBe(Severity.Error);
        report.Text.ShouldContain("'map'");
        report.Text.ShouldContain("allowed: 2000");
        world[1].Local(Map).ShouldBeNull();
    }

    [Fact]
    public void A_value_without_serializer_is_reported_once_and_stays_here()
    {
        var world = Pair();
        var key = new ORSetKey<Version>("versions");
        world[0].Update(key, ORSet<Version>.Empty, s => s.Add(world[0].Node, new Version(1, 0)));
        world.Pass(TimeSpan.FromMilliseconds(10));
        world[0].Gossip();
        world.Settle();

        world[0].Local(key)!.Count.ShouldBe(1);
        world[0].Reports.ShouldNotBeEmpty();
        world[0].Reports.ShouldAllBe(report => report.Severity == Severity.Error && report.Text.Contains("'versions'"));
        world[1].State.KeyIds.ShouldBeEmpty();
    }

    [Fact]
    public void A_node_alone_sends_nothing()
    {
        var world = new ReplicaWorld();
        Add(world.Join(1), "anna");
        world[0].Gossip();
        world.Pass(TimeSpan.FromSeconds(1));

        world.UnderWay.ShouldBeEmpty();
    }

    [Fact]
    public void Messages_of_strangers_and_to_former_incarnations_are_ignored()
    {
        var world = Pair();
        var body = EnvelopeWire.WriteBody(new DataEnvelope(ORSet<string>.Empty), new DataCodec());
        var state = new StateItem("names", body, ReplicaVersions.Empty);

        world[0].Receive(new States(Nodes.Node(9), world[0].Node.Uid, false, [state]));
        world[0].Receive(new States(world[1].Node, world[0].Node.Uid + 1, false, [state]));
        world[0].State.KeyIds.ShouldBeEmpty();
        world[0].Receive(new States(world[1].Node, world[0].Node.Uid, false, [state]));

        world[0].State.KeyIds.ShouldBe(["names"]);
    }

    [Fact]
    public void A_newcomer_asks_one_of_the_others_for_everything()
    {
        var world = Pair();
        for (var i = 0; i < 1_200; i++)
            world[0].Update(new GCounterKey($"counter{i}"), GCounter.Empty, c => c.Increment(world[0].Node));
        world.Settle();

        var late = world.Join(3);
        world.UnderWay.Count(parcel => parcel.Message is Digests).ShouldBe(1);
        world.Settle();

        late.State.KeyIds.Count.ShouldBe(1_200);
    }

    [Fact]
    public void A_peer_that_is_said_to_be_unreachable_still_gets_gossip()
    {
        var world = Pair();
        world.SetReachable(world[0], world[1], reachable: false);
        Add(world[0], "anna");
        world.Settle();
        world[1].Local(Names).ShouldBeNull();

        world[0].Gossip();
        world.Settle();

        world[1].Local(Names)!.Elements.ShouldBe(["anna"]);
    }

    [Fact]
    public void Peers_that_meet_again_exchange_what_each_has_missed()
    {
        var world = Pair();
        world.SetReachable(world[0], world[1], reachable: false);
        Add(world[0], "here");
        Add(world[1], "there");
        world.Settle();
        world[1].Local(Names)!.Elements.ShouldBe(["there"]);

        world.SetReachable(world[0], world[1], reachable: true);
        world.Settle();

        world[0].Local(Names)!.Elements.Order().ShouldBe(["here", "there"]);
        world[1].Local(Names)!.Elements.Order().ShouldBe(["here", "there"]);
    }

    private static ReplicaWorld Pair(ReplicatorSettings? settings = null)
    {
        var world = new ReplicaWorld(1, settings);
        world.Join(1);
        world.Join(2);
        world.Settle();
        return world;
    }

    private static void Add(VirtualReplica replica, string name) =>
        replica.Update(Names, ORSet<string>.Empty, s => s.Add(replica.Node, name));

    private static void Put(VirtualReplica replica, IKey<LWWDictionary<string, string>> key, string value) =>
        replica.Update(key, LWWDictionary<string, string>.Empty, m => m.SetItem(replica.Node, "key", value));

    private static int BytesOf(Parcel parcel)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        ReplicationWire.Write(parcel.Message, output);
        return output.WrittenCount;
    }
}
