using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;

namespace Hanzo.Network.Nets.Tests;

/// <summary>Nodes on hosts of their own find each other, by whatever road the network leaves them.</summary>
[Collection(NetsCollection.Name)]
public sealed class RoadsTests
{
    /// <summary>Longer than every road needs, and much longer than beacons do.</summary>
    private static readonly TimeSpan Meanwhile = TimeSpan.FromSeconds(5);

    [NetsTheory]
    [InlineData("10.77.0.10/24", "10.77.0.200/24")]
    [InlineData("10.77.3.10/16", "10.77.201.7/16")]
    [InlineData("10.77.0.9/29", "10.77.0.14/29")]
    public async Task Broadcasts_are_heard_whatever_the_mask(string first, string second)
    {
        await using var lab = await NetLab.CreateAsync();
        var network = await lab.NetworkAsync();
        LabHost[] hosts =
            [await lab.HostAsync("one", new LabLink(network, first)), await lab.HostAsync("two", new LabLink(network, second))];
        await using var nodes = new LabNodes();

        var started = await nodes.StartAllAsync(hosts);

        await started.AreOneAsync();
        started[0].Ready.Address.ShouldBe($"{hosts[0].Address}:5681");
    }

    [NetsFact]
    public async Task Seeds_lead_from_one_subnet_to_another()
    {
        await using var lab = await NetLab.CreateAsync();
        var (near, far) = (await lab.NetworkAsync(), await lab.NetworkAsync());
        await lab.RouterAsync("router", new LabLink(near, "10.77.1.1/24"), new LabLink(far, "10.77.2.1/24", "eth1"));
        var one = await lab.HostAsync("one", new LabLink(near, "10.77.1.10/24"));
        var two = await lab.HostAsync("two", new LabLink(near, "10.77.1.11/24"));
        var three = await lab.HostAsync("three", new LabLink(far, "10.77.2.10/24"));
        await one.RouteAsync("default", "10.77.1.1");
        await two.RouteAsync("default", "10.77.1.1");
        await three.RouteAsync("default", "10.77.2.1");
        await using var nodes = new LabNodes();
        var started = await nodes.StartAllAsync([one, two]);
        await started.AreOneAsync();

        // It knows one of them, and hears of the other.
        var last = await nodes.StartAsync(three, "--seeds", $"{one.Address}:5681");

        await started.Append(last).ToArray().AreOneAsync();
    }

    [NetsFact]
    public async Task One_direction_of_broadcasts_suffices()
    {
        await using var pair = await PairAsync();
        await pair.One.BlockBroadcastsAsync();
        await using var nodes = new LabNodes();

        var started = await nodes.StartAllAsync([pair.One, pair.Two]);

        await started.AreOneAsync();
    }

    [NetsTheory]
    [InlineData("seeds")]
    [InlineData("topology")]
    public async Task Where_broadcasts_pass_in_neither_direction_another_road_joins(string road)
    {
        await using var pair = await PairAsync();
        await pair.One.BlockBroadcastsAsync();
        await pair.Two.BlockBroadcastsAsync();
        await using var nodes = new LabNodes();
        var first = await nodes.StartAsync(pair.One, ArgumentsOf(road, pair, nodes.Folder));

        var second = await nodes.StartAsync(pair.Two, ArgumentsOf(road, pair, nodes.Folder));

        await new[] { first, second }.AreOneAsync();
    }

    [NetsFact]
    public async Task Blocked_broadcasts_alone_lead_nowhere()
    {
        await using var pair = await PairAsync();
        await pair.One.BlockBroadcastsAsync();
        await pair.Two.BlockBroadcastsAsync();
        await using var nodes = new LabNodes();
        var started = await nodes.StartAllAsync([pair.One, pair.Two]);

        await Should.ThrowAsync<TimeoutException>(started.AreOneAsync(Meanwhile));

        (await started[0].LookAsync()).Peers.ShouldBeEmpty();
    }

    [NetsFact]
    public async Task Doctor_names_broadcasts_that_pass_in_one_direction_only()
    {
        await using var pair = await PairAsync();
        await pair.One.BlockBroadcastsAsync();
        await using var nodes = new LabNodes();
        var started = await nodes.StartAllAsync([pair.One, pair.Two]);
        await started.AreOneAsync();

        await started[0].UntilDoctorSaysAsync("not_heard_there");
    }

    [NetsFact]
    public async Task Doctor_names_broadcasts_that_pass_in_neither_direction()
    {
        await using var pair = await PairAsync();
        await pair.One.BlockBroadcastsAsync();
        await pair.Two.BlockBroadcastsAsync();
        await using var nodes = new LabNodes();
        var first = await nodes.StartAsync(pair.One);
        await nodes.StartAsync(pair.Two, "--seeds", $"{pair.One.Address}:5681");

        await first.UntilDoctorSaysAsync("deaf_both");
    }

    [NetsFact]
    public async Task Doctor_names_a_system_that_forbids_to_broadcast()
    {
        await using var pair = await PairAsync();
        await pair.One.ForbidBroadcastsAsync();
        await using var nodes = new LabNodes();
        var node = await nodes.StartAsync(pair.One);

        await node.UntilDoctorSaysAsync("send_denied");
    }

    private static string[] ArgumentsOf(string road, Pair pair, string folder)
    {
        if (road == "seeds") return ["--seeds", $"{pair.One.Address}:5681"];
        const string device = """{"model":"m","chip":"c","memory":1024,"flops":{"fp32":1,"fp16":1,"int8":1}}""";
        var peers = new[] { pair.One, pair.Two }.Select(host =>
            $$"""
            "{{host.Name}}": { "address": "{{host.Address}}", "port": 5681, "device_capabilities": {{device}} }
            """);
        var file = Path.Combine(folder, "topology.json");
        File.WriteAllText(file, $$"""{ "peers": { {{string.Join(", ", peers)}} } }""");
        return ["--topology", file];
    }

    private static async Task<Pair> PairAsync()
    {
        var lab = await NetLab.CreateAsync();
        var network = await lab.NetworkAsync();
        return new Pair(
            lab,
            await lab.HostAsync("one", new LabLink(network, "10.77.0.1/24")),
            await lab.HostAsync("two", new LabLink(network, "10.77.0.2/24")));
    }

    private sealed record Pair(NetLab Lab, LabHost One, LabHost Two) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
