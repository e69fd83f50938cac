using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

public sealed class BeaconReceptionTests
{
    private readonly BeaconCounters _counters = new();
    private readonly BeaconReception _reception;

    public BeaconReceptionTests() => _reception = new BeaconReception(Nodes.Node("one", "127.0.0.1:5681"), _counters);

    [Fact]
    public void A_newcomer_is_heard_and_answered() =>
        React(Beacon("two")).ShouldBe(new BeaconReaction(Beacon("two"), Answer: true));

    [Fact]
    public void A_member_and_a_reply_are_heard_but_not_answered()
    {
        React(Beacon("two") with { Cluster = Nodes.Cluster(1) }).Answer.ShouldBeFalse();
        React(Beacon("two") with { Reply = true }).Answer.ShouldBeFalse();
        _counters.Heard.ShouldBe(2);
    }

    [Fact]
    public void Every_datagram_is_counted_under_one_reason()
    {
        React(Beacon("one", "127.0.0.1:5681"));
        React(Beacon("two", network: "office"));
        React(Beacon("two"));
        _reception.React("noise"u8, TimeSpan.Zero, Nodes.Epoch).Heard.ShouldBeNull();
        _reception.React("{"u8, TimeSpan.Zero, Nodes.Epoch).Heard.ShouldBeNull();
        _reception.React(new byte[BeaconCodec.MaxBytes + 1], TimeSpan.Zero, Nodes.Epoch).Heard.ShouldBeNull();
        _counters.ToString().ShouldBe(
            "dropped.foreign_network 1, dropped.garbage 1, dropped.malformed 1, dropped.oversized 1, dropped.own 1, "
            + "heard 1, replies 0, sent 0");
        _counters.BadInput.ShouldBe(3);
    }

    [Fact]
    public void Answers_are_bounded_in_every_second()
    {
        Answers(at: 0).ShouldBe(BeaconReception.MaxAnswersPerSecond);
        Answers(at: 0.9).ShouldBe(0);
        Answers(at: 1).ShouldBe(BeaconReception.MaxAnswersPerSecond);
    }

    [Fact]
    public void Heard_nodes_are_bounded_and_forgotten()
    {
        var heard = new HeardNodes(Nodes.Node("one", "127.0.0.1:5681"));
        for (var i = 0; i < 2 * HeardNodes.MaxNodes; i++) heard.Note(Beacon($"n{i}", $"127.0.0.1:{1000 + i}"), Nodes.Epoch);
        heard.Snapshot().Length.ShouldBe(HeardNodes.MaxNodes);
        heard.Note(Beacon("n0", "127.0.0.1:1000"), Nodes.Epoch + HeardNodes.ForgetAfter).ShouldBeFalse();
        heard.ForgetOld(Nodes.Epoch + HeardNodes.ForgetAfter + TimeSpan.FromSeconds(1));
        heard.Snapshot().ShouldHaveSingleItem().Node.NodeId.ShouldBe("n0");
    }

    [Fact]
    public void A_node_is_news_when_it_or_its_cluster_is_new()
    {
        var heard = new HeardNodes(Nodes.Node("one", "127.0.0.1:5681"));
        heard.Note(Beacon("two"), Nodes.Epoch).ShouldBeTrue();
        heard.Note(Beacon("two"), Nodes.Epoch).ShouldBeFalse();
        heard.Note(Beacon("two") with { Cluster = Nodes.Cluster(1) }, Nodes.Epoch).ShouldBeTrue();
    }

    [Fact]
    public void Trail_and_notices_keep_the_newest()
    {
        var status = JoinStatus.Initial;
        for (var i = 0; i < 2 * JoinStatus.MaxTrail; i++)
            status = status.WithTrail(Nodes.Epoch, $"line {i}").WithNotice(Nodes.Epoch, new JoinNotice($"key {i}", "text"));
        status.Trail.Length.ShouldBe(JoinStatus.MaxTrail);
        status.Trail[^1].Text.ShouldBe("line 199");
        status.Notices.Length.ShouldBe(JoinStatus.MaxNotices);
        status.WithNotice(Nodes.Epoch, new JoinNotice("key 199", "other")).Notices.Length.ShouldBe(JoinStatus.MaxNotices);
    }

    [Fact]
    public void Who_was_heard_lately_is_told_and_who_is_told_knows_it()
    {
        var (one, two, three) = (Nodes.Node("one", "127.0.0.1:1"), Nodes.Node("two", "127.0.0.1:2"), Nodes.Node("three", "127.0.0.1:3"));
        var heard = new HeardNodes(one);
        heard.ToHears(Nodes.Epoch).ShouldBe("");
        heard.Note(new Beacon(two, null, Reply: false), Nodes.Epoch);
        var told = new Beacon(one, null, Reply: false) { Hears = heard.ToHears(Nodes.Epoch + HeardNodes.HeardFor) };
        var read = BeaconCodec.Read(BeaconCodec.Write(told), out _).ShouldNotBeNull();
        (read.IsHeard(two), read.IsHeard(three), (read with { Hears = null }).IsHeard(two)).ShouldBe((true, false, null));
        heard.ToHears(Nodes.Epoch + HeardNodes.HeardFor + TimeSpan.FromSeconds(1)).ShouldBe("");
    }

    [Fact]
    public void Of_more_heard_nodes_than_a_beacon_tells_absence_says_nothing()
    {
        var heard = new HeardNodes(Nodes.Node("one", "127.0.0.1:1"));
        for (var i = 2; i < 60; i++) heard.Note(Beacon($"n{i}", $"127.0.0.1:{i}"), Nodes.Epoch);
        var told = Beacon("one") with { Hears = heard.ToHears(Nodes.Epoch) };
        BeaconCodec.Read(BeaconCodec.Write(told), out _).ShouldNotBeNull().IsHeard(Nodes.Node("far", "127.0.0.1:9999")).ShouldBeNull();
    }

    [Theory]
    [InlineData(9, 0, false)]
    [InlineData(10, 0, true)]
    [InlineData(10, 1, false)]
    public void A_node_that_hears_not_even_itself_is_deaf(int sent, int received, bool deaf)
    {
        for (var i = 0; i < sent; i++) _counters.CountSent();
        var datagrams = new DatagramReport([], received, 0, 0, 0, 0);
        new UdpRoadStatus { Counters = _counters.Snapshot(), Datagrams = datagrams }.IsDeaf.ShouldBe(deaf);
    }

    private int Answers(double at)
    {
        var bytes = BeaconCodec.Write(Beacon("two"));
        return Enumerable.Range(0, 300).Count(_ => _reception.React(bytes, TimeSpan.FromSeconds(at), Nodes.Epoch).Answer);
    }

    private BeaconReaction React(Beacon beacon) => _reception.React(BeaconCodec.Write(beacon), TimeSpan.Zero, Nodes.Epoch);

    private static Beacon Beacon(string id, string address = "127.0.0.1:5682", string network = "home") =>
        new(Nodes.Node(id, address, network: network), null, Reply: false);
}
