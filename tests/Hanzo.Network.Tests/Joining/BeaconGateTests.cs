using System.Text;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;

namespace Hanzo.Network.Tests.Joining;

public sealed class BeaconGateTests
{
    private readonly ManualTime _time = new();
    private readonly BeaconVoice _other = new(Nodes.Node("two", "127.0.0.1:5682"), new BeaconSeal(Keys.Of()));
    private readonly BeaconTraffic _secured;
    private readonly BeaconTraffic _open;

    public BeaconGateTests() => (_secured, _open) = (Traffic(Keys.Of()), Traffic(null));

    [Fact]
    public void A_beacon_of_the_network_passes_once()
    {
        var datagram = FromOther();
        _secured.Gate.Judge(datagram).ShouldBe(DatagramVerdict.Take);
        _secured.Gate.Judge(datagram).ShouldBe(DatagramVerdict.Drop);
        Counts(_secured).ShouldBe("dropped.repeated 1");
    }

    [Fact]
    public void Our_own_beacons_are_known_by_their_speaker_or_their_bytes()
    {
        _secured.Gate.Judge(Own(_secured)).ShouldBe(DatagramVerdict.Own);
        _open.Gate.Judge(Own(_open)).ShouldBe(DatagramVerdict.Own);
        (Counts(_secured), Counts(_open)).ShouldBe(("dropped.own 1", "dropped.own 1"));
    }

    [Fact]
    public void Forged_beacons_with_the_right_id_and_name_are_counted_and_gone()
    {
        for (var i = 0; i < 1000; i++)
        {
            var forged = FromOther();
            forged[^(1 + (i % 60))] ^= 1;
            _secured.Gate.Judge(forged).ShouldBe(DatagramVerdict.Drop);
        }

        Counts(_secured).ShouldBe("dropped.forged 1000");
        _secured.Gate.Judge(FromOther()).ShouldBe(DatagramVerdict.Take);
    }

    [Fact]
    public void Forged_numbers_do_not_make_true_ones_late()
    {
        var forged = FromOther();
        var at = forged.Length - FromOther().Length + "Hzn".Length + 2 + "home".Length + 26 + 8;
        forged[at] = 0xff;
        _secured.Gate.Judge(forged).ShouldBe(DatagramVerdict.Drop);
        _secured.Gate.Judge(FromOther()).ShouldBe(DatagramVerdict.Take);
    }

    [Fact]
    public void Of_what_users_should_hear_of_some_pass_each_second()
    {
        var foreign = new BeaconVoice(Nodes.Node("two", "127.0.0.1:5682"), new BeaconSeal(Keys.Of(number: 2)))
            .Write(new Beacon(Nodes.Node("two", "127.0.0.1:5682"), null, Reply: false), Nodes.Epoch);
        var unsealed = BeaconCodec.Write(new Beacon(Nodes.Node("two", "127.0.0.1:5682"), null, Reply: false));
        Passing(_secured, foreign).ShouldBe(BeaconGate.MaxSamplesPerSecond);
        Passing(_secured, unsealed).ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(1));
        Passing(_secured, unsealed).ShouldBe(BeaconGate.MaxSamplesPerSecond);
        Passing(_open, FromOther()).ShouldBe(BeaconGate.MaxSamplesPerSecond);
        Counts(_secured).ShouldBe("dropped.foreign_keys 80, dropped.unsealed 180");
    }

    [Fact]
    public void Everything_that_begins_as_json_reaches_a_node_that_is_not_secured() =>
        Passing(_open, " {\"type\":\"x\"}"u8.ToArray()).ShouldBe(100);

    [Theory]
    [InlineData("noise", "garbage")]
    [InlineData("", "garbage")]
    [InlineData("Hzn", "malformed")]
    [InlineData("Hzn\u0002\u0004home", "malformed")]
    [InlineData("Hzn\u0002\u0000home", "malformed")]
    public void What_is_nothing_is_counted(string text, string reason)
    {
        _secured.Gate.Judge(Encoding.Latin1.GetBytes(text)).ShouldBe(DatagramVerdict.Drop);
        _open.Gate.Judge(Encoding.Latin1.GetBytes(text)).ShouldBe(DatagramVerdict.Drop);
        (Counts(_secured), Counts(_open)).ShouldBe(($"dropped.{reason} 1", $"dropped.{reason} 1"));
    }

    [Fact]
    public void Nothing_is_allocated_for_what_is_dropped()
    {
        var forged = FromOther();
        forged[^1] ^= 1;
        byte[][] rubbish = [forged, "noise"u8.ToArray(), Own(_secured), "{\"v\":1}"u8.ToArray()];
        for (var i = 0; i < 100; i++) JudgeAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) JudgeAll();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);

        void JudgeAll()
        {
            foreach (var datagram in rubbish) _secured.Gate.Judge(datagram);
        }
    }

    private byte[] FromOther() => _other.Write(new Beacon(Nodes.Node("two", "127.0.0.1:5682"), null, Reply: false), Nodes.Epoch);

    private static byte[] Own(BeaconTraffic traffic) => traffic.Voice.Write(new Beacon(traffic.Self, null, Reply: false), Nodes.Epoch);

    private static int Passing(BeaconTraffic traffic, byte[] datagram) =>
        Enumerable.Range(0, 100).Count(_ => traffic.Gate.Judge(datagram) == DatagramVerdict.Take);

    private static string Counts(BeaconTraffic traffic) => string.Join(
        ", ", traffic.Counters.Snapshot().Where(count => count.Value > 0).Select(count => $"{count.Key} {count.Value}"));

    private BeaconTraffic Traffic(NetworkKeys? keys) => new(Nodes.Node("one", "127.0.0.1:5681"), keys, _time);
}
