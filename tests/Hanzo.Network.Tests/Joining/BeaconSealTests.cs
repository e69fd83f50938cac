using System.Text;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;

namespace Hanzo.Network.Tests.Joining;

public sealed class BeaconSealTests
{
    private static readonly NodeIdentity Two = Nodes.Node("two", "10.0.0.2:5682");
    private static readonly Beacon Sample = new(Two, Nodes.Cluster(3), Reply: false) { Hears = "" };
    private readonly BeaconVoice _voice = new(Two, new BeaconSeal(Keys.Of()));

    [Fact]
    public void A_sealed_beacon_is_read_by_who_has_the_key()
    {
        var reaction = React(_voice.Write(Sample, Nodes.Epoch), Keys.Of());
        (reaction.Heard, reaction.Timed, reaction.Skew).ShouldBe((Sample, Two, TimeSpan.Zero));
    }

    [Fact]
    public void Only_the_networks_name_and_id_can_be_read_without()
    {
        var text = Encoding.Latin1.GetString(_voice.Write(Sample, Nodes.Epoch));
        text.ShouldContain("home");
        text.ShouldContain(Keys.Of().NetworkId);
        foreach (var secret in (string[])["two", "10.0.0.2", "5682", Two.Incarnation, Nodes.Cluster(3).Id, "embedded"])
            text.ShouldNotContain(secret);
    }

    [Fact]
    public void The_same_beacon_twice_is_never_the_same_twice() =>
        _voice.Write(Sample, Nodes.Epoch).ShouldNotBe(_voice.Write(Sample, Nodes.Epoch));

    [Fact]
    public void Another_life_of_a_node_seals_under_other_numbers() =>
        Enumerable.Range(0, 100).Select(i => BeaconSeal.SpeakerOf(Nodes.Incarnation(i), turn: i % 2)).ShouldBeUnique();

    [Fact]
    public void No_byte_can_be_changed_and_none_left_out()
    {
        var whole = _voice.Write(Sample, Nodes.Epoch);
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x10;
            React(changed, Keys.Of()).Heard.ShouldBeNull($"byte {at}");
            React(whole[..at], Keys.Of()).Heard.ShouldBeNull($"{at} bytes");
        }
    }

    [Theory]
    [InlineData("home", 2, BeaconDrop.ForeignKeys, PresenceKind.OtherKeys)]
    [InlineData("office", 1, BeaconDrop.ForeignNetwork, null)]
    [InlineData("home", null, BeaconDrop.Sealed, PresenceKind.Secured)]
    public void Who_has_no_such_key_counts_why(string network, int? number, BeaconDrop expected, PresenceKind? presence)
    {
        var counters = new BeaconCounters();
        var self = Nodes.Node("one", "10.0.0.1:5681", network: network);
        var keys = number is { } n ? Keys.Of(network, n) : null;
        var reception = new BeaconReception(self, counters, keys is null ? null : new BeaconSeal(keys));
        var reaction = reception.React(_voice.Write(Sample, Nodes.Epoch), TimeSpan.Zero, Nodes.Epoch);
        (reaction.Heard, reaction.Presence?.Kind, counters[expected]).ShouldBe((null, presence, 1));
    }

    [Theory]
    [InlineData("home", 1)]
    [InlineData("home", null)]
    [InlineData("office", 1)]
    public void A_sealed_beacon_of_another_version_is_told_to_nodes_of_its_network_secured_or_not(string network, int? number)
    {
        var traffic = new BeaconTraffic(
            Nodes.Node("one", "10.0.0.1:5681", network: network), number is { } n ? Keys.Of(network, n) : null, new ManualTime());
        var datagram = _voice.Write(Sample, Nodes.Epoch);
        datagram["Hzn".Length] = 3;
        var isOurs = network == "home";
        traffic.Gate.Judge(datagram).ShouldBe(isOurs ? DatagramVerdict.Take : DatagramVerdict.Drop);
        if (!isOurs) return;
        var presence = traffic.Reception.React(datagram, TimeSpan.Zero, Nodes.Epoch).Presence;
        presence.ShouldBe(new Presence(PresenceKind.OtherVersion) { Versions = new BeaconVersions(3, 2) });
        traffic.Counters[BeaconDrop.UnsupportedVersion].ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"type":"hanzo.beacon","v":7,"network":"home","version":"9.0.0","more":{"a":1}}""", 7, "9.0.0")]
    [InlineData("""{"type":"hanzo.beacon","v":-7,"network":"home","version":"<b>"}""", -7, null)]
    [InlineData("""{"type":"hanzo.beacon","v":7,"network":"office"}""", null, null)]
    [InlineData("""{"type":"hanzo.beacon","network":"home"}""", null, null)]
    public void A_beacon_of_another_version_that_is_not_sealed_is_told_too(string text, int? version, string? software)
    {
        foreach (var keys in (NetworkKeys?[])[null, Keys.Of()])
        {
            var traffic = new BeaconTraffic(Nodes.Node("one", "10.0.0.1:5681"), keys, new ManualTime());
            var datagram = Encoding.UTF8.GetBytes(text);
            traffic.Gate.Judge(datagram).ShouldBe(DatagramVerdict.Take);
            var versions = traffic.Reception.React(datagram, TimeSpan.Zero, Nodes.Epoch).Presence?.Versions;
            versions.ShouldBe(version is { } theirs ? new BeaconVersions(theirs, 1, software) : null);
            traffic.Counters[BeaconDrop.UnsupportedVersion].ShouldBe(1);
        }
    }

    [Fact]
    public void A_beacon_of_an_unsecured_network_of_the_name_is_told_with_who_says_so()
    {
        var counters = new BeaconCounters();
        var reception = new BeaconReception(Nodes.Node("one", "10.0.0.1:5681"), counters, new BeaconSeal(Keys.Of()));
        var reaction = reception.React(BeaconCodec.Write(Sample), TimeSpan.Zero, Nodes.Epoch);
        (reaction.Heard, reaction.Presence).ShouldBe((null, new Presence(PresenceKind.Unsecured, Two)));
        counters[BeaconDrop.Unsealed].ShouldBe(1);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(-30, true)]
    [InlineData(31, false)]
    [InlineData(-31, false)]
    [InlineData(-86_400, false)]
    public void A_clock_may_be_off_by_the_bound_and_is_measured(int seconds, bool isHeard)
    {
        var reaction = React(_voice.Write(Sample, Nodes.Epoch.AddSeconds(seconds)), Keys.Of());
        (reaction.Heard is not null, reaction.Timed, reaction.Skew).ShouldBe((isHeard, Two, TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void A_time_outside_the_calendar_is_refused()
    {
        var seal = new BeaconSeal(Keys.Of());
        var datagram = seal.Seal(BeaconCodec.Write(Sample), 1, 1, DateTimeOffset.UnixEpoch.AddMilliseconds(-1));
        React(datagram, Keys.Of()).ShouldBe(default);
    }

    [Fact]
    public void Keys_of_a_wrong_size_are_named() =>
        Should.Throw<ArgumentException>(() => new BeaconSeal(new NetworkKeys("home", Nodes.Incarnation(1), [1, 2])))
            .Message.ShouldContain("has 2 bytes; it must have 32");

    [Fact]
    public void A_beacon_too_large_to_seal_is_named() =>
        Should.Throw<ArgumentException>(() => new BeaconSeal(Keys.Of()).Seal(new byte[BeaconCodec.MaxBytes], 1, 1, Nodes.Epoch))
            .Message.ShouldContain("the bound is 1400");

    private static BeaconReaction React(byte[] datagram, NetworkKeys keys) =>
        new BeaconReception(Nodes.Node("one", "10.0.0.1:5681"), new BeaconCounters(), new BeaconSeal(keys))
            .React(datagram, TimeSpan.Zero, Nodes.Epoch);
}
