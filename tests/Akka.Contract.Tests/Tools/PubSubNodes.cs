using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Contract.Tests.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Tools;

/// <summary>Nodes with a mediator each.</summary>
internal sealed class PubSubNodes : IAsyncDisposable
{
    private const string Config = "akka.cluster.pub-sub.gossip-interval = 100ms";
    private readonly ClusterNodes _nodes;

    private PubSubNodes(ClusterNodes nodes) => _nodes = nodes;

    public Akka.Cluster.Cluster this[int index] => _nodes[index];

    public static async Task<PubSubNodes> Formed(int count, string config = "")
    {
        var nodes = new PubSubNodes(await ClusterNodes.Formed(count, $"{Config}\n{config}"));
        for (var i = 0; i < count; i++)
            nodes.Mediator(i);
        return nodes;
    }

    public IActorRef Mediator(int index) => DistributedPubSub.Get(_nodes[index].System).Mediator;

    public Ears Listen(int index, string name) => new(_nodes[index].System, name);

    public async Task<Ears> Subscribe(int index, string topic, string name, string? group = null)
    {
        var ears = Listen(index, name);
        await Mediator(index).Ask<SubscribeAck>(new Subscribe(topic, ears.Ref, group), ClusterNodes.Patience);
        return ears;
    }

    /// <summary>Publishes until all hear it, so that the mediator knows them.</summary>
    public Task Known(int index, string topic, params Ears[] all) => Eventually.Is(
        () =>
        {
            Mediator(index).Tell(new Publish(topic, "probe"));
            return all.All(ears => ears.HeardProbe);
        },
        "all subscribers are known");

    public async Task<Akka.Cluster.Cluster> Join(int expected)
    {
        var node = _nodes.Start(Config);
        await node.JoinAsync(_nodes[0].SelfAddress, ClusterNodes.Timely());
        await _nodes.AllSee(expected);
        return node;
    }

    public Task Leave(int index) => _nodes.Leave(_nodes[index]);

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();
}
