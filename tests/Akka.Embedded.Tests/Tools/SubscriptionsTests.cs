using Akka.Embedded.Runtime;
using Akka.Embedded.Tools.PublishSubscribe;

namespace Akka.Embedded.Tests.Tools;

public sealed class SubscriptionsTests
{
    private static readonly EntryKey News = EntryKey.OfTopic("news");
    private static readonly EntryKey Work = EntryKey.OfTopic("work", "group");
    private readonly Subscriptions<string> _subscriptions = new();

    [Fact]
    public void Receivers_stand_in_the_order_in_which_they_came_and_once_each()
    {
        _subscriptions.Add(News, "b");
        _subscriptions.Add(News, "a");
        _subscriptions.Add(News, "b");

        _subscriptions.Of(News).ShouldBe(["b", "a"]);
    }

    [Fact]
    public void A_topic_without_receivers_is_gone()
    {
        _subscriptions.Add(News, "a");
        _subscriptions.Remove(News, "stranger");
        _subscriptions.Has(News).ShouldBeTrue();

        _subscriptions.Remove(News, "a");

        _subscriptions.Has(News).ShouldBeFalse();
        _subscriptions.Has("a").ShouldBeFalse();
    }

    [Fact]
    public void A_dead_receiver_is_removed_from_everything()
    {
        _subscriptions.Add(News, "a");
        _subscriptions.Add(Work, "a");
        _subscriptions.Add(Work, "b");

        _subscriptions.RemoveAll("a").ShouldBe([News, Work]);

        _subscriptions.Of(News).ShouldBeEmpty();
        _subscriptions.Of(Work).ShouldBe(["b"]);
        _subscriptions.RemoveAll("a").ShouldBeEmpty();
    }

    [Fact]
    public void Routing_in_turn_reaches_each_and_broadcast_all()
    {
        Routed(RoutingKind.RoundRobin, 4).ShouldBe(["a", "b", "a", "b"]);
        Routed(RoutingKind.Broadcast, 1).ShouldBe(["a", "b"]);
        Routed(RoutingKind.Random, 40).Distinct().Order().ShouldBe(["a", "b"]);
    }

    private static List<string> Routed(RoutingKind kind, int messages)
    {
        var routing = new Routing(kind, new RandomSource(1));
        var reached = new List<string>();
        for (var i = 0; i < messages; i++)
            routing.Route(["a", "b"], reached.Add);
        return reached;
    }
}
