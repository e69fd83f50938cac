using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.Persistence;

public sealed class JournalIdentityTests
{
    [Theory]
    [InlineData("memory-only", "", "memory-only")]
    [InlineData("memory-only", "mine", "memory-only")]
    [InlineData("local-only", "", "local-only")]
    [InlineData("local-only", "mine mine", "shared")]
    [InlineData("local-only", "mine other", "local-only")]
    [InlineData("shared", "", "shared")]
    [InlineData("shared", "mine", "shared")]
    [InlineData("shared", "other", "local-only")]
    [InlineData("replicated", "", "local-only")]
    [InlineData("replicated", "mine", "replicated")]
    [InlineData("replicated", "mine mine", "replicated")]
    [InlineData("replicated", "mine other", "local-only")]
    public void Sessions_are_shared_when_every_node_reaches_them(string alone, string others, string durability) =>
        new JournalIdentity("mine", alone).DurabilityAmong(others.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldBe(durability);

    [Fact]
    public void Memory_is_named_after_its_process() =>
        JournalIdentity.Of(new InMemoryEventStore(TimeProvider.System), "p1").ShouldBe(new JournalIdentity("memory:p1", "memory-only"));
}
