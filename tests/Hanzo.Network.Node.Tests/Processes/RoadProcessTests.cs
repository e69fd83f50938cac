using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Node processes that find each other by other roads than UDP.</summary>
public sealed class RoadProcessTests
{
    [Fact]
    public async Task Nodes_of_one_machine_find_each_other_by_its_files_and_remember_each_other()
    {
        await using var network = new TestNetwork();
        var one = network.Launch("one", "--discovery", "local,remembered");
        var two = network.Launch("two", "--discovery", "local,remembered");
        await Task.WhenAll(one.ReadyAsync(), two.ReadyAsync());
        await Task.WhenAll(one.UntilAsync(Sees("two")), two.UntilAsync(Sees("one")));
        var seen = await two.Client.GetNetworkAsync(default);
        seen.Joining!.Roads["local"].State.ShouldBe("working");
        seen.Joining.Roads.Keys.ShouldBe(["local", "remembered"]);
        await two.Process.InterruptAsync();
        (await two.Process.ExitAsync()).ShouldBe(0, two.Process.Transcript);
        await one.UntilAsync(body => body.PeerCount == 0);
        var again = await network.StartAsync("two", "--discovery", "remembered");
        await again.UntilAsync(Sees("one"));
        (await again.Client.GetNetworkAsync(default)).Joining!.Roads["remembered"].Found.ShouldBe(1);
    }

    [Fact]
    public async Task An_edited_topology_file_leads_to_a_node_that_came_later()
    {
        await using var network = new TestNetwork();
        var file = Path.Combine(network.Data.FullName, "home.json");
        var (first, second) = (FreePort(), FreePort());
        await File.WriteAllTextAsync(file, Peers(("one", first)));
        var one = await network.StartAsync(
            "one", "--discovery", "file", "--topology", file, "--listen-port", first.ToString(CultureInfo.InvariantCulture));
        await File.WriteAllTextAsync(file, "{\"peers\":");
        await one.UntilAsync(seen => seen.Notices.Any(notice => notice.Contains("the peers of its last good version count")));
        var two = await network.StartAsync(
            "two", "--discovery", "seeds", "--listen-port", second.ToString(CultureInfo.InvariantCulture));
        await File.WriteAllTextAsync(file, Peers(("one", first), ("two", second)));
        await Task.WhenAll(one.UntilAsync(Sees("two")), two.UntilAsync(Sees("one")));
        (await one.Client.GetNetworkAsync(default)).Notices.ShouldNotContain(notice => notice.Contains("last good version"));
    }

    private static Func<NetworkBody, bool> Sees(string id) => network => network.Peers.TryGetValue(id, out var peer) && peer.Healthy;

    private static string Peers(params (string Id, int Port)[] peers) => "{\"peers\":{" + string.Join(',', peers.Select(Peer)) + "}}";

    private static string Peer((string Id, int Port) peer) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        "{{{peer.Id}}}":{"address":"127.0.0.1","port":{{{peer.Port}}},"device_capabilities":{"model":"m","chip":"c"}}
        """);

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
