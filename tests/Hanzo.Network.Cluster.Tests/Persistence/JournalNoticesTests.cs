using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.Persistence;

public sealed class JournalNoticesTests
{
    [Theory]
    [InlineData("a b c", "a b c", true, null)]
    [InlineData("a b c", "a b", true, "stops writing: 2 of 3 nodes that keep sessions are in reach (c is away)")]
    [InlineData("a b c", "a b", false, "the loss of one more node stops writing")]
    [InlineData("a b c d e", "a b c d", true, null)]
    [InlineData("a b c d e", "a b c", true, "the loss of one more node stops writing: 3 of 5")]
    [InlineData("a b", "a b", true, "stops writing: 2 of 2 nodes that keep sessions are in reach, and 2 are needed")]
    [InlineData("a b", "a b", false, null)]
    [InlineData("a", "a", true, "sessions are on the disk of one node alone")]
    [InlineData("a", "a", false, null)]
    public void What_the_loss_of_one_more_node_would_mean_is_said_before(string voters, string there, bool hadMore, string? said)
    {
        ShouldSay(JournalNotices.OfCopies(Members(voters), there.Split(' ').Contains, hadMore), said);
        JournalNotices.OfTooFew(Members(voters), there.Split(' ').Contains).ShouldBeNull();
    }

    [Theory]
    [InlineData("a b c", "a", "sessions cannot be written: 1 of 3 nodes that keep them are in reach, and 2 are needed; start b, c.")]
    [InlineData("a b", "a", "1 of 2 nodes that keep them are in reach, and 2 are needed; start b.")]
    [InlineData("c", "a", "node 'c', which was the last one and alone has all of them, is out of reach; start it.")]
    [InlineData("", "a", null)]
    public void That_nothing_can_be_written_is_said_with_what_to_start(string voters, string there, string? said) =>
        ShouldSay(JournalNotices.OfTooFew(Members(voters), there.Split(' ').Contains), said);

    [Fact]
    public void How_far_histories_have_gone_over_is_said_while_they_do()
    {
        var move = new JournalMove(JournalPhase.Moving) { Moved = 3, Total = 7, Bytes = 12_340_000 };

        JournalNotices.OfMove(move).ShouldBe(
            "this machine's sessions are being copied to the other nodes: 3 of 7 histories, 12.3 MB so far.");
        JournalNotices.OfMove(move with { Problem = "no leader." })!.ShouldEndWith("; it waits: no leader.");
        JournalNotices.OfMove(move with { Phase = JournalPhase.Local }).ShouldBeNull();
        JournalNotices.OfMove(move with { Phase = JournalPhase.Moved }).ShouldBeNull();
        JournalNotices.OfKept(move).ShouldBeNull();
        JournalNotices.OfKept(move with { Kept = ["a", "b"] })!.ShouldEndWith(": a, b.");
    }

    private static MemberId[] Members(string nodes) =>
        [.. nodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(node => new LocalMember("G", "L").IdAt(node))];

    private static void ShouldSay(string? notice, string? said)
    {
        if (said is null) notice.ShouldBeNull();
        else notice.ShouldNotBeNull().ShouldContain(said);
    }
}
