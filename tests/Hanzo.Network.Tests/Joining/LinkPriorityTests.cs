using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

public sealed class LinkPriorityTests
{
    [Theory]
    [InlineData("docker0", "Container Virtual", 7)]
    [InlineData("br-1a2b", "Container Virtual", 7)]
    [InlineData("bridge100", "Container Virtual", 7)]
    [InlineData("veth9", "Container Virtual", 7)]
    [InlineData("lo", "Loopback", 6)]
    [InlineData("lo0", "Loopback", 6)]
    [InlineData("tb0", "Thunderbolt", 5)]
    [InlineData("nx1", "Thunderbolt", 5)]
    [InlineData("eth0", "Ethernet", 4)]
    [InlineData("enp3s0", "Ethernet", 4)]
    [InlineData("en5", "Ethernet", 4)]
    [InlineData("en0", "WiFi", 3)]
    [InlineData("en1", "WiFi", 3)]
    [InlineData("wlan0", "WiFi", 3)]
    [InlineData("wlp2s0", "WiFi", 3)]
    [InlineData("en10", "Other", 2)]
    [InlineData("ppp0", "Other", 2)]
    [InlineData("tun0", "External Virtual", 1)]
    [InlineData("utun3", "External Virtual", 1)]
    [InlineData("awdl0", "External Virtual", 1)]
    [InlineData("tailscale0", "External Virtual", 1)]
    public void A_name_tells_kind_and_priority(string name, string kind, int priority)
    {
        var found = LinkPriority.Classify(name);
        (found.Name, found.Priority).ShouldBe((kind, priority));
        LinkPriority.Words.ShouldContain(found.Word);
        LinkPriority.Rank(name, peerOnSameHost: true).ShouldBe(priority);
    }

    [Fact]
    public void For_a_peer_elsewhere_container_and_loopback_links_come_last()
    {
        string[] names = ["docker0", "lo", "tb0", "eth0", "wlan0", "ppp0", "tun0"];
        names.OrderByDescending(name => LinkPriority.Rank(name, peerOnSameHost: false))
            .ShouldBe(["tb0", "eth0", "wlan0", "ppp0", "tun0", "docker0", "lo"]);
        names.OrderByDescending(name => LinkPriority.Rank(name, peerOnSameHost: true))
            .ShouldBe(["docker0", "lo", "tb0", "eth0", "wlan0", "ppp0", "tun0"]);
    }
}
