using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.Contract.Tests.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Tools;

public sealed class SingletonContract : IAsyncDisposable
{
    private readonly Stage _stage = new();
    private ClusterNodes _nodes = null!;

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task Of_three_nodes_only_the_oldest_runs_the_singleton_and_all_reach_it()
    {
        await Form(3);
        foreach (var node in _nodes.All)
            node.StartManager(_stage);

        foreach (var node in _nodes.All)
            (await node.StartProxy().Where()).ShouldBe(AddressOf(0));
        _stage.Starts.ShouldBe([AddressOf(0)]);
    }

    [Fact]
    public async Task The_members_of_a_role_run_it_and_others_reach_it()
    {
        _nodes = new ClusterNodes();
        foreach (var roles in (string[])["", "worker", "worker"])
        {
            var node = _nodes.Start($"akka.cluster.roles = [{roles}]\n{Soloists.Config}");
            await node.JoinAsync(_nodes[0].SelfAddress, ClusterNodes.Timely());
        }

        await _nodes.AllSee(3);
        _nodes[2].StartManager(_stage, "worker");
        _nodes[1].StartManager(_stage, "worker");

        (await _nodes[0].StartProxy("worker").Where()).ShouldBe(AddressOf(1));
        _stage.Starts.ShouldBe([AddressOf(1)]);
    }

    [Fact]
    public async Task A_manager_on_a_node_without_its_role_does_not_start()
    {
        await Form(1);
        var listener = new Listener(_nodes[0].System);
        var manager = _nodes[0].StartManager(_stage, "worker");
        _nodes[0].System.ActorOf(Props.Create(() => new Mourner(manager, listener.Ref)));

        (await listener.Next<string>()).ShouldBe("gone");
    }

    [Fact]
    public async Task Messages_of_one_sender_arrive_in_order()
    {
        await Form(2);
        foreach (var node in _nodes.All)
            node.StartManager(_stage);
        var proxy = _nodes[1].StartProxy();
        var sent = Enumerable.Range(0, 200).Select(i => i.ToString()).ToArray();

        foreach (var text in sent)
            proxy.Tell(text);

        await Eventually.Is(() => _stage.Heard.Length == sent.Length, "all arrive");
        _stage.Heard.ShouldBe(sent);
    }

    [Fact]
    public async Task A_proxy_keeps_messages_until_the_singleton_is_there()
    {
        await Form(2);
        var proxy = _nodes[1].StartProxy();
        foreach (var text in (string[])["one", "two", "three"])
            proxy.Tell(text);

        foreach (var node in _nodes.All)
            node.StartManager(_stage);

        await Eventually.Is(() => _stage.Heard.Length == 3, "all arrive");
        _stage.Heard.ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task A_full_proxy_drops_the_oldest_messages()
    {
        await Form(1, "akka.cluster.singleton-proxy.buffer-size = 2");
        var proxy = _nodes[0].StartProxy();
        foreach (var text in (string[])["one", "two", "three", "four"])
            proxy.Tell(text);

        _nodes[0].StartManager(_stage);

        await Eventually.Is(() => _stage.Heard.Length == 2, "the rest arrives");
        _stage.Heard.ShouldBe(["three", "four"]);
    }

    [Fact]
    public async Task A_proxy_without_a_buffer_drops_everything_until_the_singleton_is_there()
    {
        await Form(1, "akka.cluster.singleton-proxy.buffer-size = 0");
        var proxy = _nodes[0].StartProxy();
        proxy.Tell("lost");

        _nodes[0].StartManager(_stage);

        await proxy.Where();
        _stage.Heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failing_singleton_is_restarted_where_it_is()
    {
        await Form(1);
        _nodes[0].StartManager(_stage);
        var proxy = _nodes[0].StartProxy();

        proxy.Tell("fail");
        await proxy.Where();

        _stage.Starts.Length.ShouldBe(2);
        _stage.WereTwoAtOnce.ShouldBeFalse();
    }

    [Fact]
    public async Task A_singleton_that_stops_by_itself_is_started_again_only_elsewhere()
    {
        await Form(2);
        foreach (var node in _nodes.All)
            node.StartManager(_stage);
        var oldest = AddressOf(0);
        var proxy = _nodes[1].StartProxy();
        await proxy.Where();
        proxy.Tell("stop");
        await Eventually.Is(() => _stage.Alive == 0, "it has stopped");

        await _nodes.Leave(_nodes[0]);

        await proxy.Where();
        _stage.Starts.ShouldBe([oldest, AddressOf(0)]);
    }

    [Fact]
    public async Task The_extension_starts_manager_and_proxy_by_name()
    {
        await Form(2);
        var actor = SingletonActor.Create(Props.Create(() => new Soloist(_stage, false)), "named").WithStopMessage("end");
        var proxies = _nodes.All.Select(node => ClusterSingleton.Get(node.System).Init(actor)).ToList();

        foreach (var proxy in proxies)
            (await proxy.Where()).ShouldBe(AddressOf(0));
        ClusterSingleton.Get(_nodes[1].System).Init(actor).ShouldBe(proxies[1]);
        _stage.Starts.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Settings_are_read_from_the_configuration_and_changed_by_copies()
    {
        await Form(1, "akka.cluster { singleton.singleton-name = prima, singleton.role = worker, down-removal-margin = 3s }");

        var manager = ClusterSingletonManagerSettings.Create(_nodes[0].System);
        manager.SingletonName.ShouldBe("prima");
        manager.Role.ShouldBe("worker");
        manager.RemovalMargin.ShouldBe(TimeSpan.FromSeconds(3));
        manager.HandOverRetryInterval.ShouldBe(TimeSpan.FromMilliseconds(200));
        manager.WithSingletonName("seconda").WithRole("other").WithRemovalMargin(TimeSpan.FromSeconds(7)).Role.ShouldBe("other");
        var proxy = ClusterSingletonProxySettings.Create(_nodes[0].System);
        proxy.BufferSize.ShouldBe(1000);
        proxy.WithBufferSize(5).WithSingletonName("seconda").BufferSize.ShouldBe(5);
    }

    [Fact]
    public async Task A_negative_buffer_size_is_refused()
    {
        await Form(1);

        Should.Throw<ArgumentException>(() => ClusterSingletonProxySettings.Create(_nodes[0].System).WithBufferSize(-1));
    }

    [EmbeddedOnly("Akka.NET documents the maximum of 10000 but does not check it")]
    public async Task A_buffer_size_above_the_maximum_is_refused()
    {
        await Form(1);

        Should.Throw<ArgumentException>(() => ClusterSingletonProxySettings.Create(_nodes[0].System).WithBufferSize(10_001));
    }

    private async Task Form(int count, string config = "") =>
        _nodes = await ClusterNodes.Formed(count, $"{Soloists.Config}\n{config}");

    private string AddressOf(int node) => Soloist.AddressOf(_nodes[node].System);
}
