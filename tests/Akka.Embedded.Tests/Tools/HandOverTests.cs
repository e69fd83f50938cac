using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Tools.Singleton;
using static Akka.Embedded.Tests.Cluster.Nodes;
using In = Akka.Embedded.Tools.Singleton.HandOverInput;
using Out = Akka.Embedded.Tools.Singleton.HandOverEffect;

namespace Akka.Embedded.Tests.Tools;

public sealed class HandOverTests
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    [Fact]
    public void The_oldest_member_starts_it_at_once()
    {
        Decide(At(1), Known(Up(1, 1), Up(2, 2))).ShouldBe([new Out.StartInstance()]);
        Decide(At(2), Known(Up(1, 1), Up(2, 2))).ShouldBeEmpty();
    }

    [Fact]
    public void Members_without_the_role_do_not_count()
    {
        var second = new HandOver(Node(2), "worker", Margin, Retry);

        second.Decide(Known(Up(1, 1), Member(2, MemberStatus.Up, 2, "worker")), _now).ShouldBe([new Out.StartInstance()]);
    }

    [Fact]
    public void It_is_not_started_before_this_node_is_up()
    {
        var only = At(1);
        Decide(only, Known(Member(1, MemberStatus.Joining, Akka.Cluster.Member.NoUpNumber))).ShouldBeEmpty();

        Decide(only, Changed(Up(1, 1))).ShouldBe([new Out.StartInstance()]);
    }

    [Fact]
    public void An_exiting_holder_ends_it_and_tells_the_younger_ones_when_it_has_ended()
    {
        var first = At(1);
        Decide(first, Known(Up(1, 1), Up(2, 2), Up(3, 3)));

        Decide(first, Changed(Member(1, MemberStatus.Leaving))).ShouldBeEmpty();
        Decide(first, Changed(Member(1, MemberStatus.Exiting))).ShouldBe([new Out.EndInstance()]);
        Decide(first, new In.InstanceEnded()).Select(Described).ShouldBe(["over to 2", "over to 3", "finished"]);
    }

    [Fact]
    public void A_leaving_node_that_never_held_it_is_over_at_once()
    {
        var second = At(2);
        Decide(second, Known(Up(1, 1), Up(2, 2), Up(3, 3)));

        Decide(second, Changed(Member(2, MemberStatus.Leaving, 2))).Select(Described).ShouldBe(["over to 3 but for 1", "finished"]);
    }

    [Fact]
    public void The_next_one_starts_it_when_all_older_ones_are_over()
    {
        var third = At(3);
        Decide(third, Known(Up(1, 1), Up(2, 2), Up(3, 3)));

        Decide(third, Over(1)).ShouldBeEmpty();
        Decide(third, Over(2)).ShouldBe([new Out.StartInstance()]);
    }

    [Fact]
    public void An_exiting_member_is_asked_until_it_answers()
    {
        var second = At(2);
        Decide(second, Known(Up(1, 1), Up(2, 2)));

        Decide(second, Changed(Member(1, MemberStatus.Exiting))).ShouldBe([new Out.Ask(Node(1))]);
        second.NextDue.ShouldBe(_now + Retry);
        _now += Retry / 2;
        Decide(second, new In.Due()).ShouldBeEmpty();
        _now += Retry / 2;
        Decide(second, new In.Due()).ShouldBe([new Out.Ask(Node(1))]);
    }

    [Fact]
    public void A_holder_that_is_asked_before_it_knows_that_it_exits_hands_over()
    {
        var first = At(1);
        Decide(first, Known(Up(1, 1), Up(2, 2)));

        Decide(first, new In.Asked(Node(2))).ShouldBe([new Out.EndInstance()]);
        Decide(first, new In.InstanceEnded()).Select(Described).ShouldBe(["over to 2", "finished"]);
        Decide(first, new In.Asked(Node(2))).Select(Described).ShouldBe(["over to 2"]);
    }

    [Fact]
    public void A_removed_member_is_waited_for_until_the_margin_is_over()
    {
        var second = At(2);
        Decide(second, Known(Up(1, 1), Up(2, 2)));

        Decide(second, Removed(1, 1)).ShouldBeEmpty();
        second.NextDue.ShouldBe(_now + Margin);
        _now += Margin - TimeSpan.FromMilliseconds(1);
        Decide(second, new In.Due()).ShouldBeEmpty();
        _now += TimeSpan.FromMilliseconds(1);
        Decide(second, new In.Due()).ShouldBe([new Out.StartInstance()]);
    }

    [Fact]
    public void A_removed_member_that_was_over_is_not_waited_for()
    {
        var second = At(2);
        Decide(second, Known(Up(1, 1), Up(2, 2), Member(3, MemberStatus.Exiting, 3)));
        Decide(second, Over(1)).ShouldBe([new Out.StartInstance()]);

        var third = At(3);
        Decide(third, Known(Up(1, 1), Up(3, 3)));
        Decide(third, Removed(1, 1));
        Decide(third, Over(1)).ShouldBe([new Out.StartInstance()]);
    }

    [Fact]
    public void A_younger_member_that_is_removed_is_not_waited_for()
    {
        var second = At(2);
        Decide(second, Known(Up(1, 1), Up(2, 2), Up(3, 3)));
        Decide(second, Removed(3, 3));

        Decide(second, Over(1)).ShouldBe([new Out.StartInstance()]);
    }

    [Fact]
    public void What_a_leaving_node_still_had_to_wait_for_its_successor_waits_for()
    {
        var second = At(2);
        Decide(second, Known(Up(1, 1), Up(2, 2)));
        Decide(second, Removed(1, 1));
        _now += TimeSpan.FromSeconds(2);
        Decide(second, Changed(Up(3, 3)));
        var said = Decide(second, new In.Leave()).OfType<Out.SayOver>().ShouldHaveSingleItem();
        said.Remaining.ShouldBe(TimeSpan.FromSeconds(3));

        var third = At(3);
        Decide(third, Known(Up(2, 2), Up(3, 3)));
        Decide(third, new In.OverSaid(Node(2), said.Remaining, said.Unsettled)).ShouldBeEmpty();
        third.NextDue.ShouldBe(_now + said.Remaining);
        _now += said.Remaining;
        Decide(third, new In.Due()).ShouldBe([new Out.StartInstance()]);
    }

    [Fact]
    public void An_older_member_known_only_to_the_one_that_left_is_waited_for()
    {
        var third = At(3);
        Decide(third, Known(Up(2, 2), Up(3, 3)));

        Decide(third, new In.OverSaid(Node(2), TimeSpan.Zero, [Node(1)])).ShouldBeEmpty();
        third.NextDue.ShouldBe(_now + Margin);
    }

    [Fact]
    public void An_instance_that_has_stopped_by_itself_is_not_started_again()
    {
        var first = At(1);
        Decide(first, Known(Up(1, 1), Up(2, 2)));

        Decide(first, new In.InstanceEnded()).ShouldBeEmpty();
        Decide(first, Changed(Up(3, 3))).ShouldBeEmpty();
        Decide(first, new In.Leave()).Select(Described).ShouldBe(["over to 2", "over to 3", "finished"]);
    }

    [Fact]
    public void A_node_that_is_over_or_whose_cluster_ends_never_starts_it()
    {
        var second = At(2);
        Decide(second, Known(Up(1, 1), Up(2, 2)));
        Decide(second, new In.ClusterEnds());
        Decide(second, Over(1)).ShouldBeEmpty();

        var left = At(2);
        Decide(left, Known(Up(1, 1), Up(2, 2)));
        Decide(left, new In.Leave());
        Decide(left, Over(1)).ShouldBeEmpty();
    }

    [Fact]
    public void A_downed_holder_ends_it()
    {
        var first = At(1);
        Decide(first, Known(Up(1, 1), Up(2, 2)));

        Decide(first, Changed(Member(1, MemberStatus.Down))).ShouldBe([new Out.EndInstance()]);
    }

    private static HandOver At(int port) => new(Node(port), null, Margin, Retry);

    private static Member Up(int port, int number) => Member(port, MemberStatus.Up, number);

    private static In.Known Known(params Member[] members) => new In.Known(
        new ClusterEvent.CurrentClusterState([.. members], [], [], null, ImmutableDictionary<string, Address?>.Empty));

    private static In.OverSaid Over(int port) => new In.OverSaid(Node(port), TimeSpan.Zero, []);

    private static In.Changed Removed(int port, int number) => new In.Changed(
        new ClusterEvent.MemberRemoved(Member(port, MemberStatus.Removed, number), MemberStatus.Down));

    private static In.Changed Changed(Member member) => new In.Changed(member.Status switch
    {
        MemberStatus.Up => new ClusterEvent.MemberUp(member),
        MemberStatus.Leaving => new ClusterEvent.MemberLeft(member),
        MemberStatus.Exiting => new ClusterEvent.MemberExited(member),
        MemberStatus.Down => new ClusterEvent.MemberDowned(member),
        _ => throw new ArgumentException($"{member.Status} is not used here."),
    });

    private static string Described(Out effect) => effect switch
    {
        Out.SayOver over => $"over to {over.To.Address.Port}"
            + (over.Unsettled.IsEmpty ? "" : " but for " + string.Join(',', over.Unsettled.Select(node => node.Address.Port))),
        Out.Finished => "finished",
        _ => effect.ToString(),
    };

    private Out[] Decide(HandOver node, In input) => [.. node.Decide(input, _now)];
}
