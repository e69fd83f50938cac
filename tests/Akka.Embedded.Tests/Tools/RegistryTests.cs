using Akka.Embedded.Tools.PublishSubscribe;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Tools;

public sealed class RegistryTests
{
    private static readonly EntryKey News = EntryKey.OfTopic("news");

    [Fact]
    public void A_change_is_told_to_all_peers_at_once()
    {
        var registry = At(1);
        registry.AddPeer(Node(2));
        registry.AddPeer(Node(3));

        registry.Set(News, true).Select(sent => sent.To).ShouldBe([Node(2), Node(3)]);
        registry.Set(News, true).ShouldBeEmpty();
    }

    [Fact]
    public void Until_a_peer_answers_it_is_sent_nothing_more_and_then_all_at_once()
    {
        var registry = At(1);
        registry.AddPeer(Node(2));
        registry.Set(News, true);
        registry.Set(EntryKey.OfTopic("weather"), true).ShouldBeEmpty();
        registry.Set(EntryKey.OfTopic("sports"), true).ShouldBeEmpty();

        var sent = registry.Receive(new EntriesSeen(Node(2), Node(1).Uid, 0, 1, false)).ShouldHaveSingleItem();

        sent.Message.ShouldBeOfType<EntriesChanged>().Delta.Changes.Length.ShouldBe(2);
        registry.Receive(new EntriesSeen(Node(2), Node(1).Uid, 0, 3, false)).ShouldBeEmpty();
        registry.AwaitsAnswers.ShouldBeFalse();
    }

    [Fact]
    public void What_is_not_answered_is_repeated_ever_more_seldom()
    {
        var registry = At(1);
        registry.AddPeer(Node(2));
        registry.Set(News, true);

        var repeats = Enumerable.Range(1, 64).Where(_ => registry.Tick().Count > 0).ToArray();

        repeats.ShouldBe([2, 4, 8, 16, 32, 48, 64]);
        registry.AwaitsAnswers.ShouldBeTrue();
    }

    [Fact]
    public void A_new_peer_gets_everything_and_is_asked_for_everything()
    {
        var registry = At(1);
        registry.Set(News, true);

        var sent = registry.AddPeer(Node(2)).Select(sent => sent.Message).ToArray();

        sent[0].ShouldBe(new EntriesSeen(Node(1), Node(2).Uid, 0, 0, true));
        sent[1].ShouldBeOfType<EntriesChanged>().Delta.From.ShouldBe(0);
        registry.AddPeer(Node(2)).ShouldBeEmpty();
    }

    [Fact]
    public void Strangers_and_messages_for_an_earlier_incarnation_are_ignored()
    {
        var registry = At(1);
        registry.AddPeer(Node(2));
        var delta = new EntryDelta(0, 1, [new EntryChange(News, true)]);

        registry.Receive(new EntriesChanged(Node(3), Node(1).Uid, 0, delta)).ShouldBeEmpty();
        registry.Receive(new EntriesChanged(Node(2, uid: 7), Node(1).Uid, 0, delta)).ShouldBeEmpty();
        registry.Receive(new EntriesChanged(Node(2), Node(1).Uid + 1, 0, delta)).ShouldBeEmpty();
        registry.Holders.Of(News).ShouldBeEmpty();
    }

    [Fact]
    public void A_delta_that_does_not_build_upon_what_is_known_is_asked_for_anew()
    {
        var registry = At(1);
        registry.AddPeer(Node(2));

        var answer = registry.Receive(new EntriesChanged(Node(2), Node(1).Uid, 0, new EntryDelta(5, 6, [new EntryChange(News, true)])));

        answer.ShouldHaveSingleItem().Message.ShouldBe(new EntriesSeen(Node(1), Node(2).Uid, 0, 0, true));
        registry.Holders.Of(News).ShouldBeEmpty();
    }

    [Fact]
    public void An_old_delta_changes_nothing()
    {
        var registry = At(1);
        registry.AddPeer(Node(2));
        registry.Receive(new EntriesChanged(Node(2), Node(1).Uid, 0, new EntryDelta(0, 4, [])));

        registry.Receive(new EntriesChanged(Node(2), Node(1).Uid, 0, new EntryDelta(0, 3, [new EntryChange(News, true)])));

        registry.Holders.Of(News).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_removed_peer_had_is_forgotten()
    {
        var registry = At(1);
        registry.AddPeer(Node(2));
        registry.Set(News, true);
        var group = EntryKey.OfTopic("news", "group");
        EntryChange[] changes = [new(News, true), new(group, true), new(EntryKey.OfPath("/user/a"), true)];
        registry.Receive(new EntriesChanged(Node(2), Node(1).Uid, 0, new EntryDelta(0, 3, [.. changes])));
        registry.Holders.Of(News).ShouldBe([Node(1), Node(2)]);
        registry.Holders.GroupsOf("news").ShouldBe(["group"]);
        registry.Holders.Topics.ShouldBe(["news"]);

        registry.RemovePeer(Node(2));

        registry.Holders.Of(News).ShouldBe([Node(1)]);
        registry.Holders.GroupsOf("news").ShouldBeEmpty();
        registry.Holders.Of(EntryKey.OfPath("/user/a")).ShouldBeEmpty();
        registry.Set(News, false);
        registry.Holders.Topics.ShouldBeEmpty();
    }

    private static Registry At(int port) => new(Node(port), 100, start: 0);
}
