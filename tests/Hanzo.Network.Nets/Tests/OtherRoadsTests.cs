using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;

namespace Hanzo.Network.Nets.Tests;

/// <summary>A network that lets no broadcast through, in neither direction.</summary>
[Collection(NetsCollection.Name)]
public sealed class OtherRoadsTests
{
    private const string Name = "nodes.home";

    [NetsFact]
    public async Task Each_other_road_joins_and_doctor_names_what_is_blocked()
    {
        await using var lab = await NetLab.CreateAsync();
        var network = await lab.NetworkAsync();
        var hosts = new List<LabHost>();
        foreach (var name in new[] { "first", "seeds", "file", "dns", "nats", "udp" })
        {
            var host = await lab.HostAsync(name, new LabLink(network, $"10.77.0.{hosts.Count + 1}/24"));
            await host.BlockBroadcastsAsync();
            hosts.Add(host);
        }

        await using var nats = await NatsProcess.StartAsync(hosts[0]);
        await using var nodes = new LabNodes();
        var first = await nodes.StartAsync(hosts[0], "--discovery", "udp,nats", "--nats", nats.Url);
        var address = $"{hosts[0].Address}:5681";
        await hosts[3].KnowAsync(Name, hosts[0].Address);
        LabNode[] found =
        [
            nodes.Launch(hosts[1], null, "--discovery", "seeds,udp", "--seeds", address),
            By(hosts[2], "--topology", TopologyOf(nodes.Folder, hosts[0], hosts[2])),
            By(hosts[3], "--dns", Name),
            By(hosts[4], "--nats", nats.Url),
        ];
        var alone = By(hosts[5]);
        await Task.WhenAll(found.Append(alone).Select(node => node.ReadyAsync()));

        LabNode[] all = [first, .. found];
        await all.AreOneAsync();
        foreach (var node in found)
        {
            await node.UntilAsync("its road has led it to another", seen => seen.Joining!.Roads[node.Id].Found > 0);
            (await node.LookAsync()).Joining!.Roads.Where(road => road.Key != node.Id).ShouldAllBe(road => road.Value.Found == 0);
        }

        await first.UntilDoctorSaysAsync("deaf_both");
        await found[0].Process.KillAsync();
        await found[0].Process.ExitAsync(LabNode.Patience);
        all[1] = await nodes.StartAsync(hosts[1], "--discovery", "remembered");
        await all.AreOneAsync();
        (await alone.LookAsync()).Peers.ShouldBeEmpty();

        LabNode By(LabHost host, params string[] more) => nodes.Launch(host, null, ["--discovery", host.Name, .. more]);
    }

    private static string TopologyOf(string folder, params LabHost[] hosts)
    {
        const string device = """{"model":"m","chip":"c","memory":1024,"flops":{"fp32":1,"fp16":1,"int8":1}}""";
        var peers = hosts.Select(host =>
            $$"""
            "{{host.Name}}": { "address": "{{host.Address}}", "port": 5681, "device_capabilities": {{device}} }
            """);
        var file = Path.Combine(folder, "topology.json");
        File.WriteAllText(file, $$"""{ "peers": { {{string.Join(", ", peers)}} } }""");
        return file;
    }
}
