using System.Collections.Immutable;
using System.Text;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Tests.Joining.Roads;

public sealed class RememberedRoadTests
{
    private readonly ManualTime _time = new();
    private readonly ScriptedDialer _dialer = new();

    [Fact]
    public void Members_come_first_and_others_stay_while_there_is_room()
    {
        var peers = RememberedPeers.None.With(At(1, 2)).With(At(3));
        Text(peers).ShouldBe("10.0.0.3:5681,10.0.0.1:5681,10.0.0.2:5681");
        Text(peers.With(At(2))).ShouldBe("10.0.0.2:5681,10.0.0.3:5681,10.0.0.1:5681");
        Text(peers.With([])).ShouldBe(Text(peers));
        RememberedPeers.None.With(At([.. Enumerable.Range(1, 200)])).Addresses.Length.ShouldBe(RememberedPeers.Max);
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var peers = RememberedPeers.None.With(At(1, 2));
        Text(RememberedPeers.Read(peers.Write())).ShouldBe(Text(peers));
        Encoding.UTF8.GetString(peers.Write()).ShouldBe("""{"peers":["10.0.0.1:5681","10.0.0.2:5681"]}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"peers":null}""")]
    [InlineData("""{"peers":["here"]}""")]
    [InlineData("""{"peers":["10.0.0.1:5681"]""")]
    public void A_file_that_is_none_of_ours_is_as_good_as_none(string text) =>
        RememberedPeers.Read(Encoding.UTF8.GetBytes(text)).Addresses.ShouldBeEmpty();

    [Fact]
    public void Too_long_a_file_is_not_read() => RememberedPeers.Read(new byte[RememberedPeers.MaxBytes + 1]).Addresses.ShouldBeEmpty();

    [Fact]
    public async Task Peers_of_last_time_that_listen_are_contacts_and_others_are_tried_again_more_and_more_rarely()
    {
        _dialer.Listening.Add("10.0.0.2:5681");
        var road = new RememberedRoad(new Memory(RememberedPeers.None.With(At(1, 2, 3))), _dialer, _time);
        road.IsConfigured.ShouldBeFalse();
        await using var followed = new FollowedRoad(road, _time);
        string.Join(',', (await followed.NextAsync()).Addresses!.Value).ShouldBe("10.0.0.2:5681");
        _dialer.Dialled.Order().ShouldBe(["10.0.0.2:5681", "10.0.0.3:5681"]); // the first one is this node
        _dialer.Dialled.Clear();
        await followed.SilentAsync(TimeSpan.FromMinutes(10));
        _dialer.Dialled.Distinct().ShouldBe(["10.0.0.3:5681"]);
        _dialer.Dialled.Count.ShouldBeInRange(5, 10);
    }

    [Fact]
    public async Task A_node_bound_to_loopback_dials_nobody_elsewhere()
    {
        var road = new RememberedRoad(new Memory(RememberedPeers.None.With(At(1, 2))), _dialer, _time);
        await using var followed = new FollowedRoad(road, _time, Nodes.Node("one", "127.0.0.1:5681"));
        (await followed.NextAsync()).Addresses!.Value.ShouldBeEmpty();
        _dialer.Dialled.ShouldBeEmpty();
    }

    private static NodeAddress[] At(params int[] hosts) => [.. hosts.Select(host => NodeAddress.Parse($"10.0.0.{host}:5681"))];

    private static string Text(RememberedPeers peers) => string.Join(',', peers.Addresses);

    private sealed class Memory(RememberedPeers peers) : IContactMemory
    {
        public RememberedPeers Load() => peers;

        public void Keep(ImmutableArray<NodeAddress> members)
        {
        }
    }
}
