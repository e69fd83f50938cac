using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Tests.Joining;

/// <summary>Joining without any beacon.</summary>
[Collection(AloneCollection.Name)]
public sealed class SeedsTests
{
    private const int Unused = 1;

    [Fact]
    public async Task A_seed_alone_leads_into_the_cluster()
    {
        await using var first = JoiningNode.Start("one", Unused, udp: false);
        await first.JoinedAsync();
        await using var second = JoiningNode.Start("two", Unused, udp: false, seeds: first.Address);
        (await second.JoinedAsync()).Cluster.ShouldBe(first.Board.Current.Cluster);
        second.Board.Current.Udp.ShouldBeNull();
    }

    [Fact]
    public async Task A_seed_given_by_host_name_leads_to_the_node_that_knows_itself_by_address()
    {
        await using var first = JoiningNode.Start("one", Unused, udp: false);
        await first.JoinedAsync();
        await using var second = JoiningNode.Start("two", Unused, udp: false, seeds: NodeAddress.Parse($"localhost:{first.Address.Port}"));
        (await second.JoinedAsync()).Cluster.ShouldBe(first.Board.Current.Cluster);
    }

    [Fact]
    public async Task A_seed_that_nobody_answers_for_delays_the_founding_by_three_seconds_at_most()
    {
        await using var alone = JoiningNode.Start("one", Unused, udp: false, seeds: NodeAddress.Parse("127.0.0.1:9"));
        var status = await alone.JoinedAsync();
        var founded = status.Trail.First(line => line.Text.StartsWith("founds", StringComparison.Ordinal)).At;
        (founded - status.Trail[0].At).ShouldBeInRange(TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(5));
    }
}
