using System.Net;
using System.Text;
using Hanzo.Network.Joining;
using Hanzo.Network.Node.Doctoring;
using Hanzo.Network.Security;

namespace Hanzo.Network.Node.Tests.Doctoring;

public sealed class LocalLookTests
{
    private const string Id = "01J00000000000000000000000";

    private static readonly NodeIdentity Node = new(
        "home", "one", Id, NodeAddress.Parse("10.0.0.1:5681"), "embedded", "0.1.0", ProtocolRange.Current);

    private static readonly Beacon Beacon = new(Node, null, Reply: false);

    [Fact]
    public void A_networks_name_is_seen_in_sealed_beacons_and_in_others()
    {
        LocalLook.NetworkOf(From(BeaconCodec.Write(Beacon))).ShouldBe(new("home", null, "10.0.0.9"));
        var seal = new BeaconSeal(new NetworkKeys("home", Id, [.. new byte[NetworkKeys.BeaconKeyBytes]]));
        var datagram = new BeaconVoice(Node, seal).Write(Beacon, DateTimeOffset.UnixEpoch);
        LocalLook.NetworkOf(From(datagram)).ShouldBe(new("home", Id, "10.0.0.9"));
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("Hzn")]
    [InlineData("{}")]
    public void What_is_no_beacon_tells_of_no_network(string text) =>
        LocalLook.NetworkOf(From(Encoding.ASCII.GetBytes(text))).ShouldBeNull();

    [Fact]
    public void The_socket_of_a_port_is_found_in_the_systems_table()
    {
        string[] table =
        [
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
            "  102: 00000000:0044 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 11111 2 0000000000000000 0",
            "  103: 0100007F:162E 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 24680 2 0000000000000000 0",
            "nonsense",
        ];
        PortHolder.InodeOf(table, 5678).ShouldBe("24680");
        PortHolder.InodeOf(table, 5679).ShouldBeNull();
    }

    private static Datagram From(byte[] bytes) => new(bytes, new IPEndPoint(IPAddress.Parse("10.0.0.9"), 40_000), Own: false);
}
