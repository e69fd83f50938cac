using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Tests.Joining;

/// <summary>Roads that say something while nodes are looking, and later.</summary>
[Collection(AloneCollection.Name)]
public sealed class RoadsTests
{
    private static readonly NodeAddress Nobody = NodeAddress.Parse("127.0.0.1:9");

    [Fact]
    public async Task A_road_that_leads_to_a_cluster_leads_into_it()
    {
        await using var first = Start("one");
        await first.JoinedAsync();
        var road = new ScriptedRoad("file");
        road.Say(RoadNews.Of([first.Address]));
        await using var second = Start("two", road);
        (await second.JoinedAsync()).Cluster.ShouldBe(first.Board.Current.Cluster);
        var status = second.Board.Current.AllRoads["file"];
        (status.State, status.Found, status.LastError).ShouldBe((RoadState.Working, 1, null));
        status.LastNews.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_road_that_says_nothing_holds_nobody_up_for_more_than_two_seconds()
    {
        await using var alone = Start("one", new ScriptedRoad("dns"));
        var status = await alone.JoinedAsync();
        status.Roads["dns"].State.ShouldBe(RoadState.Starting);
        status.Trail.ShouldContain(line => line.Text == "founds a cluster: nobody answered");
    }

    [Fact]
    public async Task A_road_that_fails_is_told_and_its_notice_goes_when_it_works()
    {
        var road = new ScriptedRoad("file");
        road.Say(RoadNews.Failed("the file is bad.", isNotice: true));
        await using var node = Start("one", road);
        var failing = await node.WhenAsync(status => !status.Notices.IsEmpty);
        failing.Roads["file"].State.ShouldBe(RoadState.Failing);
        failing.Notices.Single().Notice.ShouldBe(new JoinNotice("road:file", "the file is bad."));
        road.Say(RoadNews.Of([]));
        var working = await node.WhenAsync(status => status.Roads.GetValueOrDefault("file")?.State == RoadState.Working);
        working.Roads["file"].LastError.ShouldBe("the file is bad.");
        (await node.WhenAsync(status => status.Notices.IsEmpty)).Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_road_that_breaks_is_followed_anew()
    {
        var road = new ScriptedRoad("dns") { Faults = 1 };
        road.Say(RoadNews.Of([Nobody]));
        await using var node = Start("one", road);
        await node.WhenAsync(status =>
            status.Roads.GetValueOrDefault("dns") is { State: RoadState.Failing, LastError: "the server is away" });
        await node.WhenAsync(status => status.Roads.GetValueOrDefault("dns") is { State: RoadState.Working, Found: 1 });
    }

    [Fact]
    public async Task An_address_that_the_road_takes_back_holds_up_nobody()
    {
        var road = new ScriptedRoad("file");
        road.Say(RoadNews.Of([Nobody]));
        road.Say(RoadNews.Of([]));
        await using var node = Start("one", road);
        var trail = (await node.JoinedAsync()).Trail;
        trail.ShouldContain(line => line.Text == $"file: {Nobody} no more");
        (trail[^1].At - trail[0].At).ShouldBeLessThan(TimeSpan.FromSeconds(2.9));
    }

    [Fact]
    public async Task A_road_found_later_lets_two_clusters_become_one()
    {
        await using var first = Start("one");
        await first.JoinedAsync();
        var road = new ScriptedRoad("nats");
        road.Say(RoadNews.Of([]));
        var rejoins = Completions.New();
        await using var second = Start("two", () => rejoins.TrySetResult(), road);
        (await second.JoinedAsync()).Cluster.ShouldNotBe(first.Board.Current.Cluster);
        road.Say(RoadNews.Of([first.Address]));
        await second.WhenAsync(status => status.Known.Contains(first.Address));
        await rejoins.Task.WaitAsync(JoiningNode.Patience);
        second.Board.Current.Notices.ShouldContain(told => told.Notice.Key == $"clusters:{first.Board.Current.Cluster!.Id}");
    }

    [Fact]
    public async Task Nodes_find_each_other_by_beacons_of_a_road_that_is_not_UDP()
    {
        var lan = new InMemoryLan();
        await using var first = StartOn("one", lan);
        await using var second = StartOn("two", lan);
        await Task.WhenAll(first.JoinedAsync(), second.JoinedAsync());
        first.Board.Current.Cluster.ShouldBe(second.Board.Current.Cluster);
        (await second.WhenAsync(status => status.AllRoads["nats"].Found == 1)).AllRoads["nats"].State.ShouldBe(RoadState.Working);
        second.Board.Current.Udp.ShouldBeNull();
    }

    [Fact]
    public async Task A_road_of_beacons_that_cannot_be_opened_is_told_and_holds_nobody_up()
    {
        await using var node = StartOn("one", new InMemoryLan { Fault = "nats://box:4222 cannot be used: no route" });
        var status = await node.JoinedAsync();
        status.Roads["nats"].State.ShouldBe(RoadState.Failing);
        status.Notices.Single().Notice.Text.ShouldBe("discovery by nats does not work: nats://box:4222 cannot be used: no route");
    }

    private static JoiningNode StartOn(string nodeId, InMemoryLan lan)
    {
        var time = TimeProvider.System;
        var board = new Board<JoinStatus>(JoinStatus.Initial);
        var setup = new JoiningSetup(
            new JoiningOptions { UdpDiscovery = false }, new UdpDatagramsFactory(time), new TcpDialer(time), time, board)
        {
            BeaconRoads = [new BeaconRoad("nats", lan)],
        };
        var node = JoiningNode.Create(nodeId, "home", setup);
        JoiningSetup.Start(node.System, node.Self);
        return node;
    }

    private static JoiningNode Start(string nodeId, params IContactRoad[] roads) => Start(nodeId, () => { }, roads);

    private static JoiningNode Start(string nodeId, Action rejoin, params IContactRoad[] roads)
    {
        var time = TimeProvider.System;
        var options = new JoiningOptions { UdpDiscovery = false };
        var board = new Board<JoinStatus>(JoinStatus.Initial);
        var setup = new JoiningSetup(options, new UdpDatagramsFactory(time), new TcpDialer(time), time, board)
        {
            Roads = [.. roads], Rejoin = rejoin,
        };
        var node = JoiningNode.Create(nodeId, "home", setup);
        JoiningSetup.Start(node.System, node.Self);
        return node;
    }

    private sealed class ScriptedRoad(string name) : IContactRoad
    {
        private readonly Channel<RoadNews> _news = Channel.CreateUnbounded<RoadNews>();

        public string Name => name;
        public bool IsConfigured => true;
        public int Faults { get; set; }

        public void Say(RoadNews news) => _news.Writer.TryWrite(news).ShouldBeTrue();

        public async IAsyncEnumerable<RoadNews> FollowAsync(NodeIdentity self, [EnumeratorCancellation] CancellationToken cancellation)
        {
            if (Faults-- > 0) throw new IOException("the server is away");
            await foreach (var news in _news.Reader.ReadAllAsync(cancellation)) yield return news;
        }
    }
}
