using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;

namespace Hanzo.Network.Nets.Tests;

/// <summary>Nodes on hosts of their own find each other, by whatever road the network leaves them.</summary>
[Collection(NetsCollection.Name)]
public sealed class RoadsTests
{
    [NetsFact]
    public async Task Broadcasts_are_heard_whatever_the_mask()
    {
        await using var lab = await NetLab.CreateAsync();
        await using var nodes = new LabNodes();
        string[][] pairs = [["10.77.0.10/24", "10.77.0.200/24"], ["10.77.3.10/16", "10.77.201.7/16"], ["10.77.0.9/29", "10.77.0.14/29"]];
        var hosts = new List<LabHost>();
        foreach (var pair in pairs)
        {
            var network = await lab.NetworkAsync();
            foreach (var address in pair) hosts.Add(await lab.HostAsync($"host{hosts.Count}", new LabLink(network, address)));
        }

        var started = await nodes.StartAllAsync(hosts);

        await Task.WhenAll(started.Chunk(2).Select(pair => pair.AreOneAsync()));
        foreach (var node in started) node.Ready.Address.ShouldBe($"{node.Host.Address}:5681");
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
    public async Task One_direction_of_broadcasts_suffices_and_doctor_names_it()
    {
        await using var pair = await PairAsync();
        await pair.One.BlockBroadcastsAsync();
        await using var nodes = new LabNodes();

        var started = await nodes.StartAllAsync([pair.One, pair.Two]);

        await started.AreOneAsync();
        await started[0].UntilDoctorSaysAsync("not_heard_there");
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
