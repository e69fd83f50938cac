using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Tests.Udp;

public sealed class NetworkLinksTests
{
    [Theory]
    [InlineData("192.168.1.20", 24, "192.168.1.255")]
    [InlineData("10.1.2.3", 20, "10.1.15.255")]
    [InlineData("10.1.2.3", 8, "10.255.255.255")]
    [InlineData("127.0.0.1", 8, "127.255.255.255")]
    [InlineData("172.16.5.1", 30, "172.16.5.3")]
    [InlineData("172.16.5.1", 32, "172.16.5.1")]
    [InlineData("1.2.3.4", 0, "255.255.255.255")]
    public void The_broadcast_address_comes_from_the_real_mask(string address, int prefix, string broadcast) =>
        NetworkLinks.BroadcastOf(IPAddress.Parse(address), prefix).ShouldBe(IPAddress.Parse(broadcast));

    [Fact]
    public void This_machine_has_a_loopback_link_and_it_comes_last()
    {
        var links = NetworkLinks.Enumerate();
        links.Select(link => link.Priority).ShouldBe(links.Select(link => link.Priority).OrderDescending());
        links.ShouldContain(link => link.IsLoopback && link.Address.Equals(IPAddress.Loopback) && link.Type == "Loopback");
    }

    [Theory]
    [InlineData("127.0.0.1", null, "", "lo")]
    [InlineData("0.0.0.0", null, "", "eth0,docker0,lo")]
    [InlineData("192.168.1.20", null, "", "eth0,docker0,lo")]
    [InlineData("0.0.0.0", "eth0", "", "eth0")]
    [InlineData("127.0.0.1", "eth0", "", "")]
    [InlineData("0.0.0.0", null, "ethernet", "eth0")]
    [InlineData("0.0.0.0", null, "container,loopback", "docker0,lo")]
    [InlineData("0.0.0.0", "eth0", "wifi", "")]
    public void Beacons_leave_by_the_links_that_fit_bind_address_name_and_type(string bind, string? name, string types, string expected) =>
        LinkChoice.Usable([Link("eth0"), Link("docker0"), Link("lo")], IPAddress.Parse(bind), new LinkFilter(name, Parts(types)))
            .Select(link => link.Name).ShouldBe(Parts(expected));

    [Fact]
    public void A_filter_that_nothing_fits_is_told_with_what_there_is() =>
        Should.Throw<IOException>(() => LinkChoice.RequireAny([Link("eth0")], IPAddress.Any, new LinkFilter(null, ["wifi", "thunderbolt"])))
            .Message.ShouldBe("no interface of type wifi or thunderbolt is up, has an IPv4 address and fits --bind 0.0.0.0; "
                + "there are: eth0 (0.0.0.0).");

    private static ImmutableArray<string> Parts(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries)];

    private static NetworkLink Link(string name) =>
        new(name, "", IPAddress.Any, IPAddress.Broadcast, LinkPriority.Rank(name, peerOnSameHost: false), IsLoopback: name == "lo");
}
