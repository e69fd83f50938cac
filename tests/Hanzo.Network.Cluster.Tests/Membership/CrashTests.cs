using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Cluster.Tests.Joining;
using Hanzo.Network.Cluster.Tests.Support;

namespace Hanzo.Network.Cluster.Tests.Membership;

/// <summary>A node that is torn down without a word disappears from the members of the others.</summary>
[Collection(AloneCollection.Name)]
public sealed class CrashTests
{
    private static readonly TimeSpan Target = TimeSpan.FromSeconds(8);
    private readonly int _port = JoiningNode.FreePort();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_crashed_node_is_downed_within_the_target(int count)
    {
        var nodes = await StartAsync(count);
        try
        {
            // Both ends of the age order: the youngest, and then, of three, the oldest, which also leads.
            for (var left = count; left > 1; left--)
            {
                var victim = left == count ? nodes[^1] : nodes[0];
                nodes.Remove(victim);
                await CrashAsync(victim);
                foreach (var survivor in nodes)
                    await Eventually.ShouldBeAsync(() => survivor.Cluster.State.Members.Count, left - 1, Target);
            }

            nodes[0].System.WhenTerminated.IsCompleted.ShouldBeFalse();
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    private async Task<List<JoiningNode>> StartAsync(int count)
    {
        var nodes = new List<JoiningNode>();
        for (var i = 0; i < count; i++)
        {
            nodes.Add(JoiningNode.Start($"n{i}", _port));
            await nodes[i].JoinedAsync();
        }

        foreach (var node in nodes)
            await Eventually.ShouldBeAsync(() => node.Cluster.State.Members.Count(member => member.Status == MemberStatus.Up), count);
        return nodes;
    }

    // Ends the actor system without leaving the cluster: what its peers see of a kill.
    private static Task CrashAsync(JoiningNode node)
    {
        node.System.Settings.Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate").ShouldBeFalse();
        return node.System.Terminate();
    }
}
