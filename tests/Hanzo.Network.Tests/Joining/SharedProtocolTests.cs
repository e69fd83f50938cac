using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

/// <summary>Clusters of several versions: each member understands each, whoever took it in.</summary>
public sealed class SharedProtocolTests
{
    private static readonly NodeIdentity Both = Speaking("both", "10.0.0.1:5681", 1, 2);
    private static readonly NodeIdentity New = Speaking("new", "10.0.0.9:5681", 2, 2);
    private static readonly SharedProtocol Mixed = Of("old 1-1", "both 1-2")!;
    private static readonly SharedProtocol Upgraded = Of("later 1-2", "both 1-2")!;

    [Theory]
    [InlineData("3-3", "old: 2 at most", "old 1-2")]
    [InlineData("2-3", "old: 1 at most", "both 1-2", "old 1-1")]
    [InlineData("1-2", null, "both 1-2", "old 1-1")]
    [InlineData("1-2", "newest: 3 at least", "both 1-3", "newest 3-4")]
    [InlineData("3-3", null, "both 1-3", "newest 3-4")]
    [InlineData("1-2", null, "old 1-1", "newer 2-2")]
    [InlineData("1-1", "newer: 2 at least", "old 1-1", "newer 2-2")]
    public void Who_is_not_understood_is_told_by_whom(string range, string? blocker, params string[] members)
    {
        var shared = Of(members)!;
        var found = shared.BlockerOf(RangeOf(range));
        (found is { } told ? $"{told.NodeId}: {told.Speaks}" : null).ShouldBe(blocker);
        shared.Fits(RangeOf(range)).ShouldBe(blocker is null);
    }

    [Fact]
    public void A_cluster_is_not_entered_by_a_member_that_understands_us_while_another_does_not()
    {
        var newcomer = new Decision(New);
        var effects = newcomer.At(0.1, Report(Both, Mixed));
        effects.OfType<JoinEffect.Join>().ShouldBeEmpty();
        effects.OfType<JoinEffect.Notify>().ShouldHaveSingleItem().Notice.ShouldBe(new JoinNotice(
            "protocol:old",
            "node 'old', in the cluster of the node at 10.0.0.1:5681, speaks protocol 1 at most; this node (version 0.1.0) speaks 2: "
            + "it stays out of that cluster as long as 'old' is in it."));
        newcomer.At(0.2, Report(Both, Mixed)).OfType<JoinEffect.Notify>().ShouldBeEmpty();
        newcomer.At(0.3, Report(Both, Upgraded)).OfType<JoinEffect.Join>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Who_speaks_both_or_meets_an_older_version_that_does_not_tell_joins_as_ever()
    {
        var either = new Decision(Speaking("either", "10.0.0.9:5681", 1, 2));
        either.At(0.1, Report(Both, Mixed)).OfType<JoinEffect.Join>().ShouldHaveSingleItem();
        new Decision(New).At(0.1, Report(Both, speak: null)).OfType<JoinEffect.Join>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Clusters_whose_members_do_not_all_understand_each_other_stay_two_until_they_do()
    {
        var (younger, ours, older) = (new Membership(New, Nodes.Cluster(2)), Of("new 2-2")!, Nodes.Cluster(1));
        younger.At(0, new MergeInput.MembersChanged([New.Address]) { Speak = ours });
        for (var second = 1; second <= 30; second++)
            younger.At(second, Answer(Both, older, Mixed)).OfType<MergeEffect.Rejoin>().ShouldBeEmpty();
        younger.State.Alarms.ShouldBe([$"protocol:{older.Id}"]);
        var upgraded = younger.At(31, Answer(Both, older, Upgraded));
        upgraded.OfType<MergeEffect.Withdraw>().ShouldHaveSingleItem().Key.ShouldBe($"protocol:{older.Id}");
        upgraded.OfType<MergeEffect.Rejoin>().ShouldHaveSingleItem().Older.ShouldBe(older);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_sides_are_told_who_keeps_two_clusters_apart(bool asNew)
    {
        var (self, speak, other, theirs) = asNew ? (New, Of("new 2-2")!, Both, Mixed) : (Both, Mixed, New, Of("new 2-2")!);
        var member = new Membership(self, Nodes.Cluster(asNew ? 2 : 1));
        member.At(0, new MergeInput.MembersChanged([self.Address]) { Speak = speak });
        member.At(1, Answer(other, Nodes.Cluster(asNew ? 1 : 2), theirs)).OfType<MergeEffect.Notify>().ShouldHaveSingleItem().Notice.Text
            .ShouldBe(
                $"network 'home' has two clusters, this node's and that of the node at {other.Address}, which stay apart: "
                + "node 'old' speaks protocol 1 at most, node 'new' 2 at least.");
    }

    [Fact]
    public void Of_two_that_were_taken_in_at_once_and_do_not_understand_each_other_the_later_goes()
    {
        var later = new Membership(New, Nodes.Cluster(1));
        later.At(1, Members(elders: Upgraded)).OfType<MergeEffect.Part>().ShouldBeEmpty();
        later.At(2, Members(elders: Mixed)).OfType<MergeEffect.Part>().ShouldHaveSingleItem().Reason.ShouldBe(
            "leaves its cluster: node 'old', which was in it before, speaks protocol 1 at most, this node 2");
        later.At(3, Members(elders: Mixed)).ShouldBeEmpty();
        new Membership(New, Nodes.Cluster(1)).At(2, Members(elders: null)).OfType<MergeEffect.Part>().ShouldBeEmpty();
    }

    private static MergeInput.MembersChanged Members(SharedProtocol? elders) => new([New.Address, Both.Address])
    {
        Speak = Mixed, EldersSpeak = elders,
    };

    private static MergeInput.ReportReceived Answer(NodeIdentity node, ClusterIdentity cluster, SharedProtocol speak) =>
        new(new ContactReport { Node = node, Cluster = cluster, Speak = speak }, node.Address);

    private static JoinInput.ReportReceived Report(NodeIdentity node, SharedProtocol? speak) =>
        new(new ContactReport { Node = node, Cluster = Nodes.Cluster(1), Speak = speak }, node.Address);

    private static NodeIdentity Speaking(string id, string address, int min, int max) =>
        Nodes.Node(id, address, age: id.Length) with { Protocol = new ProtocolRange(min, max) };

    private static SharedProtocol? Of(params string[] members) =>
        SharedProtocol.Of(members.Select(member => member.Split(' ')).Select(words => (words[0], RangeOf(words[1]))));

    private static ProtocolRange RangeOf(string text) => new(text[0] - '0', text[2] - '0');
}
