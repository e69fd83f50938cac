using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Joining;

namespace Hanzo.Network.Cluster.Tests.Hosting;

public sealed class AdvertisedAddressTests
{
    private readonly InMemoryLan _noLinks = new();

    [Theory]
    [InlineData("10.0.0.7", null, "", "10.0.0.7", 0)]
    [InlineData("0.0.0.0", "box", "", "box", 0)]
    [InlineData("0.0.0.0", "box:7000", "10.0.0.7:5681", "box", 7000)]
    [InlineData("0.0.0.0", null, "", "127.0.0.1", 0)]
    public void Peers_are_told_what_the_options_say(string bind, string? advertise, string last, string host, int port) =>
        Of(bind, advertise, last).ShouldBe(new AdvertisedAddress(host, port));

    [Fact]
    public void An_actor_system_started_while_the_cable_is_out_keeps_its_address() =>
        Of("0.0.0.0", advertise: null, last: "10.0.0.7:5681").ShouldBe(new AdvertisedAddress("10.0.0.7", 0));

    private AdvertisedAddress Of(string bind, string? advertise, string last) =>
        AdvertisedAddress.Of(new NetworkOptions { Bind = bind, Advertise = advertise }, _noLinks, last);
}
