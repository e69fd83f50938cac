using Akka.Cluster;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Tests.Joining;

/// <summary>Real sockets on loopback, each test on a broadcast port of its own.</summary>
[Collection(AloneCollection.Name)]
public sealed class JoiningOverUdpTests
{
    private readonly int _port = JoiningNode.FreePort();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Three_nodes_started_together_form_one_cluster(int round)
    {
        await using var one = JoiningNode.Start($"one{round}", _port);
        await using var two = JoiningNode.Start($"two{round}", _port);
        await using var three = JoiningNode.Start($"three{round}", _port);
        JoiningNode[] nodes = [one, two, three];
        var joined = await Task.WhenAll(nodes.Select(node => node.JoinedAsync()));
        joined.Select(status => status.Cluster!.Id).Distinct().ShouldHaveSingleItem();
        foreach (var node in nodes)
            await Eventually.ShouldBeAsync(() => node.Cluster.State.Members.Count(member => member.Status == MemberStatus.Up), 3);
        nodes.SelectMany(node => node.Board.Current.Notices).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_newcomer_finds_a_running_cluster_well_under_a_second_after_its_start()
    {
        await using var first = JoiningNode.Start("one", _port);
        await first.JoinedAsync();
        await using var second = JoiningNode.Start("two", _port);
        var joined = await second.JoinedAsync();
        joined.Cluster.ShouldBe(first.Board.Current.Cluster);
        var heard = joined.Trail.First(line => line.Text == $"udp: {first.Address}").At;
        var decided = joined.Trail.First(line => line.Text.StartsWith("joins cluster", StringComparison.Ordinal)).At;
        (decided - heard).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }
}
