using Akka.Actor;
using Akka.Cluster;
using Akka.Contract.Tests.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Tools;

public sealed class SingletonHandOverContract : IAsyncDisposable
{
    private readonly Stage _stage = new();
    private ClusterNodes _nodes = null!;

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task When_the_oldest_leaves_its_singleton_is_told_and_the_next_one_starts_after_it()
    {
        await Form(3);
        var proxy = _nodes[2].StartProxy();
        (await proxy.Where()).ShouldBe(AddressOf(0));
        var oldest = AddressOf(0);

        await _nodes.Leave(_nodes[0]);

        (await proxy.Where(found => found != oldest)).ShouldBe(AddressOf(0));
        _stage.Heard.ShouldBe(["end"]);
        _stage.Starts.ShouldBe([oldest, AddressOf(0)]);
        _stage.WereTwoAtOnce.ShouldBeFalse();
    }

    [Fact]
    public async Task The_next_one_waits_until_the_former_has_really_ended()
    {
        await Form(2, endsSlowly: true);
        var oldest = _nodes[0];
        var former = _nodes[0].StartProxy();
        await former.Where();

        var leaving = _nodes.Leave(oldest);
        await Eventually.Is(() => _stage.Heard.Contains("end"), "it is told to end");
        await Eventually.Is(() => _nodes[0].Sees(oldest.SelfAddress, MemberStatus.Exiting), "the other sees that it is exiting");
        _stage.Alive.ShouldBe(1);
        _stage.Starts.Length.ShouldBe(1);

        oldest.System.ActorSelection("/user/solo/singleton").Tell("stop", ActorRefs.NoSender);
        await leaving;
        await Eventually.Is(() => _stage.Starts.Length == 2, "the next one has started");
        _stage.WereTwoAtOnce.ShouldBeFalse();
    }

    [Fact]
    public async Task A_chain_of_leaves_hands_it_on()
    {
        await Form(3);
        var proxy = _nodes[2].StartProxy();
        var last = AddressOf(2);
        await proxy.Where();

        await _nodes.Leave(_nodes[0]);
        await _nodes.Leave(_nodes[0]);

        await proxy.Where(found => found == last);
        _stage.WereTwoAtOnce.ShouldBeFalse();
        _stage.Alive.ShouldBe(1);
    }

    [Fact]
    public async Task A_younger_node_may_leave_without_a_change()
    {
        await Form(3);
        var proxy = _nodes[1].StartProxy();
        await proxy.Where();

        await _nodes.Leave(_nodes[2]);

        (await proxy.Where()).ShouldBe(AddressOf(0));
        _stage.Starts.Length.ShouldBe(1);
    }

    [Fact]
    public async Task When_the_oldest_dies_and_is_downed_the_next_one_takes_over()
    {
        await Form(3);
        var proxy = _nodes[2].StartProxy();
        await proxy.Where();
        var dead = _nodes[0].SelfAddress;

        await _nodes.Kill(_nodes[0]);
        _nodes[0].Down(dead);

        (await proxy.Where(found => found != dead.ToString())).ShouldBe(AddressOf(0));
        _stage.Heard.ShouldBeEmpty();
        _stage.Starts.ShouldBe([dead.ToString(), AddressOf(0)]);
    }

    [Fact]
    public async Task After_a_downing_the_removal_margin_is_waited_for()
    {
        var margin = TimeSpan.FromSeconds(2);
        await Form(2, config: "akka.cluster.down-removal-margin = 2s");
        await _nodes[1].StartProxy().Where();
        var dead = _nodes[0].SelfAddress;
        await _nodes.Kill(_nodes[0]);
        var before = TimeProvider.System.GetTimestamp();

        _nodes[0].Down(dead);
        await Eventually.Is(() => _stage.Starts.Length == 2, "the next one has started");

        TimeProvider.System.GetElapsedTime(before).ShouldBeGreaterThan(margin);
    }

    [Fact]
    public async Task What_is_sent_meanwhile_is_kept_for_the_next_one()
    {
        await Form(2, config: "akka.cluster.down-removal-margin = 1s");
        var dead = _nodes[0].SelfAddress;
        await _nodes.Kill(_nodes[0]);
        _nodes[0].Down(dead);
        await Eventually.Is(() => !_nodes[0].Knows(dead), "it is removed");

        var proxy = _nodes[0].StartProxy();
        foreach (var text in (string[])["one", "two"])
            proxy.Tell(text);

        await Eventually.Is(() => _stage.Heard.Length == 2, "both arrive");
        _stage.Heard.ShouldBe(["one", "two"]);
    }

    private async Task Form(int count, bool endsSlowly = false, string config = "")
    {
        _nodes = await ClusterNodes.Formed(count, $"{Soloists.Config}\n{config}");
        foreach (var node in _nodes.All)
            node.StartManager(_stage, endsSlowly: endsSlowly);
        await Eventually.Is(() => _stage.Starts.Length == 1, "the first one has started");
    }

    private string AddressOf(int node) => Soloist.AddressOf(_nodes[node].System);
}
