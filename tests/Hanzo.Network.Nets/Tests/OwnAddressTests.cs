using System.Collections.Immutable;
using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;
using Hanzo.Network.Node.Tests.Processes;
using Xunit.Abstractions;

namespace Hanzo.Network.Nets.Tests;

/// <summary>
/// Hosts whose preferred link leads to nobody, and which then lose another: by which address a node goes follows the ways to its peers.
/// </summary>
[Collection(NetsCollection.Name)]
public sealed class OwnAddressTests(ITestOutputHelper output)
{
    private const string First = "10.78.";
    private const string Second = "10.79.";

    [NetsFact]
    public async Task A_node_goes_by_an_address_that_its_peers_reach_and_changes_it_when_they_no_longer_do()
    {
        await using var lab = await NetLab.CreateAsync();
        var (first, second) = (await lab.NetworkAsync(), await lab.NetworkAsync());
        var hosts = new[] { await HostAsync(lab, "one", 1, first, second), await HostAsync(lab, "two", 2, first, second) };
        await using var nodes = new LabNodes();

        var started = await nodes.StartAllAsync(hosts);
        output.WriteLine($"met by another link than the preferred one: {await started.AreOneAsync()}");
        // Who has not changed its address yet may have been taken in by a connection of its own.
        var seen = await Task.WhenAll(started.Select(node => node.LookAsync()));
        seen.SelectMany(body => AddressesSeenBy(body)).ShouldContain(address => address.StartsWith(First) || address.StartsWith(Second));
        if (IsAkkaNet) await GoByAsync(started, First, Second);

        // Both links lead to all: by which one a node goes is the one that was found first to do so.
        var isFirst = !IsAkkaNet || AddressesSeenBy(await started[0].LookAsync()).Single().StartsWith(First);
        await hosts[1].UnplugAsync(isFirst ? "eth1" : "eth2");
        // Our runtime goes on by the other link (TwoLinksTests); Akka.NET's nodes must go by other addresses.
        var took = IsAkkaNet ? await GoByAsync(started, isFirst ? Second : First) : TimeSpan.Zero;
        took += await started.AreOneAsync();
        output.WriteLine($"one network again after the loss of the link: {took}");
    }

    private static bool IsAkkaNet => HanzoBuild.Runtime == "nuget";

    private static async Task<TimeSpan> GoByAsync(LabNode[] nodes, params string[] networks)
    {
        var took = await Task.WhenAll(nodes.Select(node => node.UntilAsync(
            $"the other goes by {string.Join(" or ", networks)}",
            seen => AddressesSeenBy(seen) is { IsEmpty: false } told && told.All(address => networks.Any(address.StartsWith)))));
        return took.Max();
    }

    private static ImmutableArray<string> AddressesSeenBy(Node.Api.Bodies.NetworkBody seen) =>
        [.. seen.Peers.Values.Select(peer => peer.Address)];

    private static async Task<LabHost> HostAsync(NetLab lab, string name, int number, LabNetwork first, LabNetwork second) =>
        await lab.HostAsync(
            name,
            new LabLink(await lab.NetworkAsync(), $"10.7{number}.0.1/24"),
            new LabLink(first, $"{First}0.{number}/24", "eth1"),
            new LabLink(second, $"{Second}0.{number}/24", "eth2"));
}
