using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;

namespace Hanzo.Network.Nets.Tests;

/// <summary>A node at home, behind a router that translates addresses and leads one port to it.</summary>
[Collection(NetsCollection.Name)]
public sealed class NatTests
{
    private const int Port = 5681;

    [NetsFact]
    public async Task A_node_behind_NAT_takes_part_by_its_own_connections_and_is_reached_where_it_advertises()
    {
        await using var lab = await NetLab.CreateAsync();
        var (street, home) = (await lab.NetworkAsync(), await lab.NetworkAsync());
        var outside = await lab.HostAsync("outside", new LabLink(street, "203.0.113.10/24"));
        var inside = await lab.HostAsync("inside", new LabLink(home, "192.168.7.10/24"));
        var router = await lab.RouterAsync("router", new LabLink(street, "203.0.113.1/24"), new LabLink(home, "192.168.7.1/24", "eth1"));
        await router.TranslateAsync("eth0", Port, inside);
        await inside.RouteAsync("default", "192.168.7.1");
        await using var nodes = new LabNodes();
        var first = await nodes.StartAsync(outside);
        string[] seeds = ["--seeds", $"{outside.Address}:{Port}"];

        var silent = nodes.Launch(inside, null, seeds);
        await first.UntilItSeesAsync([first, silent]); // by the connections that it opens itself
        await silent.Process.KillAsync();
        await silent.Process.ExitAsync(LabNode.Patience);
        var told = await nodes.StartAsync(inside, [.. seeds, "--advertise", $"{router.Address}:{Port}"]);

        await new[] { first, told }.AreOneAsync();
        (await first.LookAsync()).Peers.Values.Single().Address.ShouldBe($"{router.Address}:{Port}");
    }
}
