using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Contract.Tests.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Tools;

public sealed class MediatorRestartContract : IAsyncDisposable
{
    private const string Config = "akka.cluster.pub-sub.gossip-interval = 100ms";
    private const string Name = "own-mediator";

    private ClusterNodes? _nodes;

    public ValueTask DisposeAsync() => _nodes?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_mediator_that_ended_and_was_started_anew_tells_and_is_told_of_subscribers()
    {
        _nodes = await ClusterNodes.Formed(2, Config);
        var stays = Mediator(0);
        var ends = Mediator(1);
        var there = await Subscribe(0, stays, "there", "there");
        for (var i = 0; i < 5; i++)
            await Heard(stays, $"old{i}", await Subscribe(1, ends, $"old{i}", $"old{i}"));

        await ends.GracefulStop(ClusterNodes.Patience);
        var anew = await MediatorAnew(1);

        await Heard(stays, "new", await Subscribe(1, anew, "new", "new"));
        await Heard(stays, "newer", await Subscribe(1, anew, "newer", "newer"));
        await Heard(anew, "there", there);
    }

    [EmbeddedOnly("Akka.NET's mediator fails when it gets such a message")]
    public void Nobody_subscribes_or_is_put_up_without_an_actor()
    {
        Should.Throw<ArgumentNullException>(() => new Subscribe("topic", null!));
        Should.Throw<ArgumentNullException>(() => new Unsubscribe("topic", null!));
        Should.Throw<ArgumentNullException>(() => new Put(null!));
    }

    private static Task Heard(IActorRef publisher, string topic, Ears ears) => Eventually.Is(
        () =>
        {
            publisher.Tell(new Publish(topic, "probe"));
            return ears.HeardProbe;
        },
        $"{topic} is heard");

    private IActorRef Mediator(int index)
    {
        var system = _nodes![index].System;
        return system.ActorOf(DistributedPubSubMediator.Props(DistributedPubSubSettings.Create(system)), Name);
    }

    // The name is free a little after the end is known.
    private async Task<IActorRef> MediatorAnew(int index)
    {
        IActorRef? started = null;
        await Eventually.Is(
            () =>
            {
                try
                {
                    started = Mediator(index);
                    return true;
                }
                catch (InvalidActorNameException)
                {
                    return false;
                }
            },
            "the name is free");
        return started!;
    }

    private async Task<Ears> Subscribe(int index, IActorRef mediator, string topic, string name)
    {
        var ears = new Ears(_nodes![index].System, name);
        await mediator.Ask<SubscribeAck>(new Subscribe(topic, ears.Ref), ClusterNodes.Patience);
        return ears;
    }
}
