using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Consensus;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.Persistence;

public sealed class JournalIdentityTests
{
    [Theory]
    [InlineData("memory-only", "", 0, "memory-only")]
    [InlineData("memory-only", "mine", 0, "memory-only")]
    [InlineData("local-only", "", 1, "local-only")]
    [InlineData("local-only", "mine mine", 3, "shared")]
    [InlineData("local-only", "mine other", 3, "local-only")]
    [InlineData("shared", "", 1, "shared")]
    [InlineData("shared", "mine", 2, "shared")]
    [InlineData("shared", "other", 2, "local-only")]
    [InlineData("replicated", "", 1, "local-only")]
    [InlineData("replicated", "mine", 2, "replicated")]
    [InlineData("replicated", "mine", 3, "replicated")]
    [InlineData("replicated", "mine", 1, "local-only")]
    [InlineData("replicated", "mine mine", 3, "replicated")]
    [InlineData("replicated", "mine mine", 1, "local-only")]
    [InlineData("replicated", "mine mine", 2, "local-only")]
    [InlineData("replicated", "mine mine", 0, "local-only")]
    [InlineData("replicated", "mine mine mine mine mine", 5, "replicated")]
    [InlineData("replicated", "mine other", 3, "local-only")]
    public void Sessions_outlive_what_all_nodes_reach_or_enough_of_them_acknowledge(
        string alone, string others, int voters, string durability)
    {
        var group = voters == 0 ? null
            : GroupConfig.Of(Enumerable.Range(0, voters).Select(number => new MemberId(FormattableString.Invariant($"m{number}"))));
        new JournalIdentity("mine", alone).DurabilityAmong(others.Split(' ', StringSplitOptions.RemoveEmptyEntries), group)
            .ShouldBe(durability);
    }

    [Fact]
    public void A_group_that_is_changing_its_voters_does_not_count_yet()
    {
        var group = GroupConfig.Of(new MemberId("a"), new MemberId("b"), new MemberId("c"));
        var joint = group.Enter([new MemberId("a")], []);
        new JournalIdentity("mine", "replicated").DurabilityAmong(["mine", "mine"], joint).ShouldBe("local-only");
    }

    [Fact]
    public void Memory_is_named_after_its_process() =>
        JournalIdentity.Of(new InMemoryEventStore(TimeProvider.System), "p1").ShouldBe(new JournalIdentity("memory:p1", "memory-only"));
}
