using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.Tests.Partitions;

public sealed class StandingTests
{
    private static readonly DateTimeOffset Now = ManualTime.Start;
    private static readonly ClusterIdentity Old = new("old", Now.AddDays(-1));
    private static readonly ClusterIdentity Own = new("own", Now);
    private static readonly SessionId Parent = SessionId.Parse("math.3.01J9ZZZZZZZZZZZZZZZZZZZZZZ");
    private static readonly SessionId Session = SessionId.Parse("math.3.01J9ZZZZZZZZZZZZZZZZZZZZZY");

    private static Standing Member => new Standing("c").In(Old, Now).Among(Nodes("a", "b", "c"), Now);

    [Fact]
    public void Whose_actor_system_ends_by_itself_is_cut_off_from_those_it_was_among()
    {
        var cut = Member.Lost("d1", Now);

        cut.Detachment!.Others.ShouldBe(["a", "b"]);
        cut.Detachment.Since.ShouldBe(Now);
        cut.IsSettled.ShouldBeFalse();
        cut.Lost("d2", Now.AddSeconds(1)).Detachment.ShouldBe(cut.Detachment);
    }

    [Fact]
    public void Who_was_alone_is_cut_off_from_nobody() =>
        new Standing("c").In(Own, Now).Among(Nodes("c"), Now).Lost("d1", Now).Detachment.ShouldBeNull();

    [Fact]
    public void It_serves_alone_only_once_it_is_in_a_cluster_of_its_own() =>
        Member.Lost("d1", Now).Seeking().In(Own, Now).IsSettled.ShouldBeTrue();

    [Fact]
    public void Who_finds_the_cluster_again_that_went_on_was_never_settled_and_is_back()
    {
        var back = Member.Lost("d1", Now).Seeking().In(Old, Now.AddSeconds(5));

        (back.Detachment, back.IsSettled, back.IsOutdated).ShouldBe((null, false, false));
        back.Reports.Single().Until.ShouldBe(Now.AddSeconds(5));
    }

    [Fact]
    public void What_the_actor_system_that_was_lost_still_says_of_its_cluster_ends_no_detachment()
    {
        var cut = Member.Lost("d1", Now);

        cut.In(Old, Now).Among(Nodes("a", "b", "c"), Now).Detachment.ShouldBe(cut.Detachment);
        cut.Seeking().In(Old, Now).Detachment.ShouldBeNull();
        cut.Seeking().Among(Nodes("a", "b", "c"), Now).Detachment.ShouldBeNull();
    }

    [Fact]
    public void Nor_does_that_of_one_that_is_lost_while_it_is_cut_off()
    {
        var lostAgain = Alone().Lost("d2", Now);

        lostAgain.Among(Nodes("a", "b", "c"), Now).Detachment!.Id.ShouldBe("d1");
        lostAgain.Seeking().Among(Nodes("a", "b", "c"), Now).Detachment.ShouldBeNull();
    }

    [Fact]
    public void Who_has_left_in_order_is_cut_off_from_nobody_when_the_next_actor_system_ends_by_itself()
    {
        var left = Member.Left().Among(Nodes("b", "c"), Now).In(Old, Now);

        left.Seeking().Lost("d1", Now).Detachment.ShouldBeNull();
        left.Seeking().In(Old, Now).Among(Nodes("a", "c"), Now).Lost("d1", Now).Detachment!.Others.ShouldBe(["a"]);
    }

    [Fact]
    public void Leaving_does_not_end_a_detachment() => Alone().Left().Detachment!.Id.ShouldBe("d1");

    [Theory]
    [InlineData("c", false)]
    [InlineData("c d e", false)]
    [InlineData("b c", true)]
    [InlineData("a b", true)]
    public void Most_of_the_former_members_are_no_part_that_is_cut_off(string present, bool ends)
    {
        var next = Alone().Among(Nodes(present.Split(' ')), Now);

        (next.Detachment is null).ShouldBe(ends);
        next.IsOutdated.ShouldBe(ends);
        next.Seeking().IsOutdated.ShouldBeFalse();
    }

    [Fact]
    public void Of_two_one_is_not_enough() =>
        new Standing("c").In(Old, Now).Among(Nodes("a", "c"), Now).Lost("d1", Now).Seeking().In(Own, Now).Among(Nodes("c"), Now)
            .Detachment.ShouldNotBeNull();

    [Fact]
    public void Who_takes_over_writes_every_history_in_an_actor_system_of_its_own()
    {
        var taken = Alone().TakenOver(Now.AddMinutes(1));

        taken.MayWrite(null).ShouldBeTrue();
        taken.IsOutdated.ShouldBeTrue();
        (taken.Reports[0].TakenOver, taken.Reports[0].Until).ShouldBe((true, Now.AddMinutes(1)));
        taken.Seeking().In(Own, Now).Among(Nodes("c"), Now).Lost("d2", Now).Detachment.ShouldBeNull();
    }

    [Fact]
    public void Who_takes_over_while_it_still_looks_for_the_others_need_not_replace_its_actor_system() =>
        Member.Lost("d1", Now).Seeking().TakenOver(Now).IsOutdated.ShouldBeFalse();

    [Fact]
    public void Who_is_not_cut_off_takes_nothing_over()
    {
        var member = Member;
        member.TakenOver(Now).ShouldBeSameAs(member);
    }

    [Fact]
    public void Only_what_was_begun_while_cut_off_may_be_gone_on_with()
    {
        Member.MayWrite(null).ShouldBeTrue();
        Alone().MayWrite(null).ShouldBeFalse();
        Alone().MayWrite(new SessionBranch(Parent, 7, "d1")).ShouldBeTrue();
        Alone().MayWrite(new SessionBranch(Parent, 7, "d0")).ShouldBeFalse();
    }

    [Fact]
    public void Of_a_majority_that_has_shrunk_meanwhile_who_is_cut_off_itself_counts_for_nobody()
    {
        // a, b and c went on without d and e; then a and b without c.
        var all = Nodes("a", "b", "c", "d", "e");
        var c = CutOff("c", "c1", Nodes("a", "b", "c"));
        var d = CutOff("d", "d1", all);
        var marks = Marks(c, d, CutOff("e", "e1", all));

        d.Among(Nodes("c", "d", "e"), Now, marks).Detachment.ShouldNotBeNull();
        c.Among(Nodes("c", "d", "e"), Now, marks).Detachment.ShouldNotBeNull();
        foreach (var node in new[] { c, d }) node.Among(all, Now, marks).Detachment.ShouldBeNull();
    }

    [Fact]
    public void Those_that_were_all_cut_off_from_each_other_are_back_when_most_are_together()
    {
        var all = Nodes("a", "b", "c");
        var (a, b) = (CutOff("a", "a1", all), CutOff("b", "b1", all));

        a.Among(Nodes("a", "b"), Now, Marks(a, b)).Detachment.ShouldBeNull();
        a.Among(Nodes("a"), Now, Marks(a, b)).Detachment.ShouldNotBeNull();
    }

    [Fact]
    public void Who_are_cut_off_together_go_on_with_each_others_branches_as_long_as_they_are()
    {
        var all = Nodes("a", "b", "c", "d", "e");
        var (d, e) = (CutOff("d", "d1", all), CutOff("e", "e1", all));
        var branch = new SessionBranch(Parent, 7, "d1");

        e.MayWrite(branch).ShouldBeFalse();
        e = e.Among(Nodes("d", "e"), Now, Marks(d, e));

        e.MayWrite(branch).ShouldBeTrue();
        e.MayWrite(null).ShouldBeFalse();
        e.Seeking().MayWrite(branch).ShouldBeFalse();
        e.Among(Nodes("e"), Now, Marks(e)).MayWrite(branch).ShouldBeFalse();
    }

    [Fact]
    public void Branches_are_reported_once_and_woken_when_the_node_is_back()
    {
        var note = new BranchNote(Session, Parent, 7, Now);

        var cut = Alone().Branched(note).Branched(note);
        cut.ToWake.ShouldBeEmpty();
        var back = cut.Seeking().In(Old, Now.AddMinutes(1));

        back.ToWake.ShouldBe([note]);
        (back.Reports[0].Branches.Single(), back.Reports[0].BranchCount).ShouldBe((note, 1));
        back.Woken().ToWake.ShouldBeEmpty();
        back.Branched(note with { Session = Parent }).ShouldBe(back);
    }

    [Fact]
    public void Reports_are_bounded_and_say_what_they_leave_out()
    {
        var cut = Alone();
        const int Most = PartitionReport.MaxBranches;
        for (var i = 0; i < Most + 5; i++)
        {
            var session = Session with { Ulid = Ulid.Create(Now, [0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)i]) };
            cut = cut.Branched(new BranchNote(session, null, 0, Now));
        }

        (cut.Reports[0].Branches.Length, cut.Reports[0].BranchCount).ShouldBe((Most, Most + 5));

        for (var i = 0; i < Standing.MaxReports + 5; i++)
            cut = cut.Seeking().In(Old, Now).Among(Nodes("a", "b", "c"), Now).Lost($"d{i + 2}", Now.AddHours(i));
        cut.Reports.Length.ShouldBe(Standing.MaxReports);
        cut.Reports[0].Since.ShouldBe(Now.AddHours(Standing.MaxReports + 4));
    }

    private static Standing Alone() => Member.Lost("d1", Now).Seeking().In(Own, Now);

    private static Standing CutOff(string node, string detachment, ImmutableSortedSet<string> members) =>
        new Standing(node).In(Old, Now).Among(members, Now).Lost(detachment, Now).Seeking().In(Own, Now);

    private static ImmutableSortedDictionary<string, CutOffMark> Marks(params Standing[] nodes) =>
        nodes.ToImmutableSortedDictionary(node => node.Node, node => node.Detachment!.Mark);

    private static ImmutableSortedSet<string> Nodes(params string[] ids) => [.. ids];
}
