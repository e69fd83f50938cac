using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Cluster.Tools.PublishSubscribe.Internal;
using Akka.Contract.Tests.Cluster;
using Akka.Contract.Tests.Support;
using Akka.Event;

namespace Akka.Contract.Tests.Tools;

public sealed class PublishContract : IAsyncDisposable
{
    private PubSubNodes _nodes = null!;

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task What_one_node_publishes_reaches_each_subscriber_on_all_nodes_once()
    {
        _nodes = await PubSubNodes.Formed(3);
        var all = new List<Ears>();
        for (var i = 0; i < 3; i++)
        {
            all.Add(await _nodes.Subscribe(i, "news", $"a{i}"));
            all.Add(await _nodes.Subscribe(i, "news", $"b{i}"));
        }

        await _nodes.Known(1, "news", [.. all]);
        _nodes.Mediator(1).Tell(new Publish("news", "first"));
        _nodes.Mediator(1).Tell(new Publish("news", "last"));

        await Eventually.Is(() => all.TrueForAll(ears => ears.Texts.Contains("last")), "all hear it");
        all.ShouldAllBe(ears => ears.Texts.SequenceEqual(new[] { "first", "last" }));
    }

    [Fact]
    public async Task Messages_of_one_publisher_arrive_in_order()
    {
        _nodes = await PubSubNodes.Formed(2);
        var ears = await _nodes.Subscribe(1, "news", "ears");
        await _nodes.Known(0, "news", ears);
        var sent = Enumerable.Range(0, 200).Select(i => i.ToString()).ToArray();

        foreach (var text in sent)
            _nodes.Mediator(0).Tell(new Publish("news", text));

        await Eventually.Is(() => ears.Texts.Length == sent.Length, "all arrive");
        ears.Texts.ShouldBe(sent);
    }

    [Fact]
    public async Task Subscribers_see_the_publisher_as_sender()
    {
        _nodes = await PubSubNodes.Formed(2);
        await _nodes.Known(0, "news", await _nodes.Subscribe(1, "news", "far"));

        (await _nodes.Mediator(0).Ask<string>(new Publish("news", "who"), ClusterNodes.Patience)).ShouldBe("far");
    }

    [Fact]
    public async Task Who_subscribes_twice_gets_a_message_once()
    {
        _nodes = await PubSubNodes.Formed(1);
        var ears = await _nodes.Subscribe(0, "news", "ears");
        await _nodes.Mediator(0).Ask<SubscribeAck>(new Subscribe("news", ears.Ref), ClusterNodes.Patience);

        _nodes.Mediator(0).Tell(new Publish("news", "first"));
        _nodes.Mediator(0).Tell(new Publish("news", "last"));

        await Eventually.Is(() => ears.Texts.Contains("last"), "it hears the last one");
        ears.Texts.ShouldBe(["first", "last"]);
    }

    [Fact]
    public async Task What_was_published_before_a_subscription_is_lost()
    {
        _nodes = await PubSubNodes.Formed(1);
        _nodes.Mediator(0).Tell(new Publish("news", "early"));
        var ears = await _nodes.Subscribe(0, "news", "ears");

        _nodes.Mediator(0).Tell(new Publish("news", "late"));

        await Eventually.Is(() => ears.Texts.Length > 0, "it hears something");
        ears.Texts.ShouldBe(["late"]);
    }

    [Fact]
    public async Task The_acknowledgement_names_the_subscription()
    {
        _nodes = await PubSubNodes.Formed(1);
        var ears = _nodes.Listen(0, "ears");
        var subscribe = new Subscribe("news", ears.Ref, "group");

        var ack = await _nodes.Mediator(0).Ask<SubscribeAck>(subscribe, ClusterNodes.Patience);

        ack.Subscribe.ShouldBe(subscribe);
        ack.Subscribe.Topic.ShouldBe("news");
        ack.Subscribe.Group.ShouldBe("group");
        ack.Subscribe.Ref.ShouldBe(ears.Ref);
    }

    [Fact]
    public async Task Who_has_unsubscribed_gets_nothing_more()
    {
        _nodes = await PubSubNodes.Formed(1);
        var leaver = await _nodes.Subscribe(0, "news", "leaver");
        var stayer = await _nodes.Subscribe(0, "news", "stayer");
        var unsubscribe = new Unsubscribe("news", leaver.Ref);

        var ack = await _nodes.Mediator(0).Ask<UnsubscribeAck>(unsubscribe, ClusterNodes.Patience);
        _nodes.Mediator(0).Tell(new Publish("news", "late"));

        ack.Unsubscribe.ShouldBe(unsubscribe);
        await Eventually.Is(() => stayer.Texts.Length == 1, "the other hears it");
        leaver.Texts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dead_subscriber_is_forgotten()
    {
        _nodes = await PubSubNodes.Formed(1);
        var ears = await _nodes.Subscribe(0, "news", "ears");
        (await Count("news")).ShouldBe(1);

        ears.Ref.Tell(PoisonPill.Instance);

        using var patience = new CancellationTokenSource(ClusterNodes.Patience);
        while (await Count("news") > 0)
            patience.Token.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task What_nobody_has_subscribed_to_is_a_dead_letter()
    {
        _nodes = await PubSubNodes.Formed(1);
        var listener = new Listener(_nodes[0].System);
        _nodes[0].System.EventStream.Subscribe(listener.Ref, typeof(DeadLetter));

        _nodes.Mediator(0).Tell(new Publish("nothing", "unheard"));

        var letter = await listener.Await<DeadLetter>(letter => letter.Message is Publish);
        letter.Message.ShouldBe(new Publish("nothing", "unheard"));
    }

    [Fact]
    public async Task It_is_dropped_quietly_if_so_configured()
    {
        _nodes = await PubSubNodes.Formed(1, "akka.cluster.pub-sub.send-to-dead-letters-when-no-subscribers = off");
        var listener = new Listener(_nodes[0].System);
        _nodes[0].System.EventStream.Subscribe(listener.Ref, typeof(DeadLetter));

        _nodes.Mediator(0).Tell(new Publish("nothing", "unheard"));
        await _nodes.Mediator(0).Ask<CurrentTopics>(GetTopics.Instance, ClusterNodes.Patience);
        _nodes[0].System.DeadLetters.Tell("another");

        (await listener.Await<DeadLetter>(letter => letter.Message is Publish or string)).Message.ShouldBe("another");
    }

    [Fact]
    public async Task The_topics_of_all_nodes_are_known()
    {
        _nodes = await PubSubNodes.Formed(2);
        await _nodes.Subscribe(0, "here", "a");
        await _nodes.Known(0, "there", await _nodes.Subscribe(1, "there", "b"));

        var topics = await _nodes.Mediator(0).Ask<CurrentTopics>(GetTopics.Instance, ClusterNodes.Patience);

        topics.Topics.Order().ShouldBe(["here", "there"]);
    }

    [Fact]
    public async Task A_node_that_joins_later_reaches_the_subscribers_of_the_others()
    {
        _nodes = await PubSubNodes.Formed(2);
        var ears = await _nodes.Subscribe(1, "news", "ears");

        await _nodes.Join(3);

        await _nodes.Known(2, "news", ears);
    }

    [Fact]
    public async Task The_subscribers_of_a_node_that_has_left_are_forgotten()
    {
        _nodes = await PubSubNodes.Formed(2);
        await _nodes.Known(0, "news", await _nodes.Subscribe(1, "news", "ears"));
        var letters = _nodes.Listen(0, "letters");
        _nodes[0].System.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));

        await _nodes.Leave(1);

        // The mediator may hear of the removal a little later than the node's state shows it.
        await Eventually.Is(
            () =>
            {
                _nodes.Mediator(0).Tell(new Publish("news", "unheard"));
                return letters.All.OfType<DeadLetter>().Any(letter => letter.Message is Publish { Message: "unheard" });
            },
            "nobody is left to hear it");
    }

    [Fact]
    public async Task A_node_without_the_role_takes_no_part()
    {
        _nodes = await PubSubNodes.Formed(1, "akka.cluster.pub-sub.role = speaker");

        _nodes.Mediator(0).ShouldBe(_nodes[0].System.DeadLetters);
        DistributedPubSub.Get(_nodes[0].System).IsTerminated.ShouldBeTrue();
    }

    [Fact]
    public void A_topic_has_a_name() => Should.Throw<ArgumentException>(() => new Subscribe("", ActorRefs.Nobody));

    [EmbeddedOnly("Akka.NET tells other nodes of a subscription with its next gossip")]
    public async Task Other_nodes_learn_of_a_subscription_without_waiting_for_an_interval()
    {
        _nodes = await PubSubNodes.Formed(2, "akka.cluster.pub-sub.gossip-interval = 1h");

        await _nodes.Known(0, "news", await _nodes.Subscribe(1, "news", "ears"));
    }

    private Task<int> Count(string topic) => _nodes.Mediator(0).Ask<int>(new CountSubscribers(topic), ClusterNodes.Patience);
}
