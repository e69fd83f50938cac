using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Contract.Tests.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Tools;

public sealed class PublishToGroupsContract : IAsyncLifetime
{
    private PubSubNodes _nodes = null!;

    public async Task InitializeAsync() => _nodes = await PubSubNodes.Formed(2);

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task One_subscriber_of_each_group_gets_it()
    {
        Ears[] first = [await _nodes.Subscribe(0, "work", "f0", "first"), await _nodes.Subscribe(1, "work", "f1", "first")];
        Ears[] second = [await _nodes.Subscribe(1, "work", "s1", "second"), await _nodes.Subscribe(1, "work", "s2", "second")];
        await Known([.. first, .. second]);
        const int Messages = 50;

        for (var i = 0; i < Messages; i++)
            Publish($"{i}");

        await Eventually.Is(() => Heard(first) >= Messages && Heard(second) >= Messages, "all arrive");
        Heard(first).ShouldBe(Messages);
        Heard(second).ShouldBe(Messages);
        first.ShouldAllBe(ears => ears.Texts.Length > 0);
        second.ShouldAllBe(ears => ears.Texts.Length > 0);
    }

    [Fact]
    public async Task Groups_and_single_subscribers_are_addressed_apart()
    {
        var single = await _nodes.Subscribe(0, "work", "single");
        var member = await _nodes.Subscribe(0, "work", "member", "group");

        _nodes.Mediator(0).Tell(new Publish("work", "to singles"));
        Publish("to groups");

        await Eventually.Is(() => single.Texts.Length > 0 && member.Texts.Length > 0, "both hear something");
        single.Texts.ShouldBe(["to singles"]);
        member.Texts.ShouldBe(["to groups"]);
    }

    [Fact]
    public async Task Who_has_left_the_group_gets_nothing_more()
    {
        var leaver = await _nodes.Subscribe(0, "work", "leaver", "group");
        var stayer = await _nodes.Subscribe(0, "work", "stayer", "group");
        await _nodes.Mediator(0).Ask<UnsubscribeAck>(new Unsubscribe("work", leaver.Ref, "group"), ClusterNodes.Patience);

        for (var i = 0; i < 20; i++)
            Publish($"{i}");

        await Eventually.Is(() => stayer.Texts.Length == 20, "the other gets all");
        leaver.Texts.ShouldBeEmpty();
    }

    private static int Heard(Ears[] group) => group.Sum(ears => ears.Texts.Length);

    private void Publish(string text) => _nodes.Mediator(0).Tell(new Publish("work", text, sendOneMessageToEachGroup: true));

    private Task Known(Ears[] all) => Eventually.Is(
        () =>
        {
            Publish("probe");
            return all.All(ears => ears.HeardProbe);
        },
        "all are known");
}
