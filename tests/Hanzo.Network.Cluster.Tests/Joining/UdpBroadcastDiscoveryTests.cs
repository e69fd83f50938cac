using Akka.Discovery;

namespace Hanzo.Network.Cluster.Tests.Joining;

public sealed class UdpBroadcastDiscoveryTests
{
    private readonly int _port = JoiningNode.FreePort();

    [Fact]
    public async Task The_networks_name_resolves_to_the_nodes_that_were_heard()
    {
        await using var one = JoiningNode.Start("one", _port);
        await using var two = JoiningNode.Start("two", _port);
        var resolved = await Discovery.Get(one.System).Default.Lookup("home", JoiningNode.Patience);
        resolved.Addresses.Select(target => $"{target.Host}:{target.Port}").ShouldBe([two.Address.ToString()]);
    }

    [Fact]
    public async Task Another_name_and_a_network_without_others_resolve_to_nothing()
    {
        await using var one = JoiningNode.Start("one", _port);
        (await Discovery.Get(one.System).Default.Lookup("office", TimeSpan.FromMilliseconds(10))).Addresses.ShouldBeEmpty();
        (await Discovery.Get(one.System).Default.Lookup("home", TimeSpan.FromMilliseconds(10))).Addresses.ShouldBeEmpty();
    }
}
