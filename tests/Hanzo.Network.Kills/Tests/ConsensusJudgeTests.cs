using System.Collections.Immutable;
using Hanzo.Network.Kills.Consensus;

namespace Hanzo.Network.Kills.Tests;

public sealed class ConsensusJudgeTests
{
    [Fact]
    public void What_is_as_it_must_be_is_not_wrong() =>
        Wrong([Deed("a", 0, 1, 0, 1), Deed("b", 2, 3, 1, 2), Deed("c", 4, 5, 2, null)], [Read(1, 4, 1), Read(4, 5, 2)], "a b", 2)
            .ShouldBeEmpty();

    [Theory]
    [InlineData("b", 2, "a, acknowledged at revision 1, is lost")]
    [InlineData("a b", 1, "the counter was put 1 times, and 2 were acknowledged")]
    [InlineData("a b", 3, "the counter was put 3 times, and 2 were asked for")]
    public void Lost_keys_and_counts(string found, long version, string expected) =>
        Wrong([Deed("a", 0, 1, 0, 1), Deed("b", 2, 3, 1, 2)], [], found, version).ShouldBe([expected]);

    [Fact]
    public void Two_changes_of_one_revision_are_a_fork() =>
        Wrong([Deed("a", 0, 9, 1, 2), Deed("b", 0, 9, 1, 3)], [], "a b", 2).ShouldBe(["a and b were both made on revision 1"]);

    [Fact]
    public void A_read_of_the_past_is_seen() =>
        Wrong([Deed("a", 0, 1, 0, 5)], [Read(2, 3, 4)], "a", 1).ShouldHaveSingleItem().ShouldStartWith("revision 4 was told");

    private static ImmutableArray<string> Wrong(ConsensusDeed[] deeds, ConsensusRead[] reads, string found, long version) =>
        ConsensusJudge.Wrong(deeds, reads, found.Split(' ').ToHashSet(), version);

    private static ConsensusDeed Deed(string key, int began, int ended, long expected, long? revision) =>
        new(key, TimeSpan.FromSeconds(began), TimeSpan.FromSeconds(ended), expected, revision);

    private static ConsensusRead Read(int began, int ended, long revision) =>
        new(TimeSpan.FromSeconds(began), TimeSpan.FromSeconds(ended), revision);
}
