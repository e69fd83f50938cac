using System.Diagnostics;
using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Nets.Tests;

/// <summary>Hosts that two networks join. Only our runtime has several addresses of a peer (docs/RUNTIMES.md).</summary>
[Collection(NetsCollection.Name)]
[Trait("Runtime", "embedded")]
public sealed class TwoLinksTests
{
    private static readonly TimeSpan FailoverBound = TimeSpan.FromSeconds(3);

    [NetsFact]
    public async Task The_faster_link_is_used_though_the_slower_one_is_the_nodes_own()
    {
        await using var lab = await NetLab.CreateAsync();
        var (slow, fast) = (await lab.NetworkAsync(), await lab.NetworkAsync());
        var one = await HostAsync(lab, "one", 1, slow, fast, TimeSpan.FromMilliseconds(15));
        var two = await HostAsync(lab, "two", 2, slow, fast, TimeSpan.Zero);
        await using var nodes = new LabNodes();

        var started = await nodes.StartAllAsync([one, two]);

        await started.AreOneAsync();
        foreach (var node in started)
        {
            await node.UntilAsync(
                "the faster address is used",
                seen => InUse(seen) is { } used && used.Address.StartsWith("10.78.", StringComparison.Ordinal));
            var peer = (await node.LookAsync()).Peers.Values.Single();
            peer.Address.ShouldStartWith("10.77.");
            peer.Addresses.Length.ShouldBe(2);
        }
    }

    [NetsFact]
    public async Task When_the_link_in_use_falls_silent_the_other_carries_on_within_three_seconds()
    {
        await using var lab = await NetLab.CreateAsync();
        var (first, second) = (await lab.NetworkAsync(), await lab.NetworkAsync());
        var one = await HostAsync(lab, "one", 1, first, second, TimeSpan.Zero);
        var two = await HostAsync(lab, "two", 2, first, second, TimeSpan.Zero);
        await using var nodes = new LabNodes();
        var started = new[] { nodes.Launch(one, null, "--agents", "text"), nodes.Launch(two, null, "--agents", "echo") };
        await Task.WhenAll(started.Select(node => node.ReadyAsync()));
        await started.AreOneAsync();
        await started[0].UntilAsync("both addresses answer", seen =>
            seen.Peers.Values.Single().Addresses is { Length: 2 } all && all.All(route => route.LatencyMs is not null));
        (await AnswerAsync(started[0])).ShouldBeLessThan(FailoverBound);

        var used = InUse(await started[0].LookAsync())!.Address;
        var link = used.StartsWith("10.77.", StringComparison.Ordinal) ? "eth0" : "eth1";
        await two.UnplugAsync(link);
        var tookAsRun = await AnswerAsync(started[0]);

        tookAsRun.ShouldBeLessThan(FailoverBound);
        InUse(await started[0].LookAsync())!.Address.ShouldNotBe(used);
        await started.AreOneAsync();
        foreach (var node in started) node.Process.Transcript.ShouldNotContain("reachable: False");
    }

    [NetsFact]
    public async Task A_pinned_interface_is_the_only_one_that_is_told()
    {
        await using var lab = await NetLab.CreateAsync();
        var (first, second) = (await lab.NetworkAsync(), await lab.NetworkAsync());
        var one = await HostAsync(lab, "one", 1, first, second, TimeSpan.Zero);
        var two = await HostAsync(lab, "two", 2, first, second, TimeSpan.Zero);
        await using var nodes = new LabNodes();

        var started = await nodes.StartAllAsync([one, two], "--interface", "eth1");

        await started.AreOneAsync();
        var peer = (await started[0].LookAsync()).Peers.Values.Single();
        peer.Address.ShouldBe("10.78.0.2:5681");
        peer.Addresses.ShouldBeEmpty();
    }

    /// <summary>Of a run on the other node, which is asked for until it is answered.</summary>
    private static async Task<TimeSpan> AnswerAsync(LabNode node)
    {
        var start = Stopwatch.GetTimestamp();
        using var deadline = new CancellationTokenSource(LabNode.Patience);
        while (true)
        {
            try
            {
                var run = await node.Client.RunAsync(new RunRequestBody { Agent = "echo", Input = "there?" }, deadline.Token);
                run.Status.ShouldBe("completed");
                return Stopwatch.GetElapsedTime(start);
            }
            catch (NodeClientException) when (!deadline.IsCancellationRequested)
            {
                // Refused meanwhile; it is asked again.
            }
        }
    }

    private static RouteBody? InUse(NetworkBody seen) =>
        seen.Peers.Values.SelectMany(peer => peer.Addresses).FirstOrDefault(route => route.InUse);

    private static Task<LabHost> HostAsync(NetLab lab, string name, int number, LabNetwork first, LabNetwork second, TimeSpan firstDelay) =>
        lab.HostAsync(
            name,
            new LabLink(first, $"10.77.0.{number}/24") { Delay = firstDelay },
            new LabLink(second, $"10.78.0.{number}/24", "eth1"));
}
