using System.Text.Json.Nodes;
using Hanzo.Network.Joining;
using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Nets.Tests;

/// <summary>Versions 1 and 2 of our messages, as real processes.</summary>
[Collection(NetsCollection.Name)]
public sealed class UpgradeTests
{
    private const string Key = "written";

    [NetsFact]
    public async Task Nodes_are_upgraded_one_after_the_other_and_one_that_speaks_the_new_version_only_waits_until_all_do()
    {
        await using var lab = await NetLab.CreateAsync();
        var network = await lab.NetworkAsync();
        var hosts = new List<LabHost>();
        foreach (var name in new[] { "one", "two", "later" })
            hosts.Add(await lab.HostAsync(name, new LabLink(network, $"10.77.0.{hosts.Count + 1}/24")));
        await using var nodes = new LabNodes();
        var old = await nodes.StartAllAsync(hosts.Take(2));
        await old.AreOneAsync();
        await WriteAsync(old[0], 1);

        LabNode[] now = [.. old];
        await UpgradeAsync(0);
        await now.AreOneAsync();
        await WriteAsync(now[0], 2);

        // The first would take it in: it speaks both.
        var tooNew = await nodes.StartSpeakingAsync(new ProtocolRange(2, 2), hosts[2]);
        await Task.WhenAll(now.Append(tooNew).Select(node => node.UntilDoctorSaysAsync("other_version")));
        (await tooNew.LookAsync()).Peers.ShouldBeEmpty();
        await now.AreOneAsync();

        await UpgradeAsync(1);
        now = [.. now, tooNew];
        await now.AreOneAsync();
        await WriteAsync(now[1], 3);
        await WriteAsync(tooNew, 4);
        foreach (var node in now) (await WrittenAsync(node)).ShouldBe([1, 2, 3, 4]);

        async Task UpgradeAsync(int index)
        {
            await now[index].LeaveAsync(now.Where(other => other != now[index]));
            now[index] = await nodes.StartSpeakingAsync(new ProtocolRange(1, 2), hosts[index]);
        }
    }

    private static async Task WriteAsync(LabNode node, int number)
    {
        using var deadline = new CancellationTokenSource(LabNode.Patience);
        await new StateClient(node.Client).AppendAsync(Key, JsonValue.Create(number), deadline.Token);
    }

    /// <summary>As soon as it has all four.</summary>
    private static async Task<int[]> WrittenAsync(LabNode node)
    {
        using var deadline = new CancellationTokenSource(LabNode.Patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var state = await new StateClient(node.Client).GetAsync(Key, deadline.Token);
            var numbers = state.Value?.EnumerateArray().Select(item => item.GetInt32()).Order().ToArray() ?? [];
            if (numbers.Length >= 4) return numbers;
            await again.WaitForNextTickAsync(deadline.Token);
        }
    }
}
