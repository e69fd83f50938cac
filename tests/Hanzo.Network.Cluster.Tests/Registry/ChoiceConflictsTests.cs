using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Security;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.Security;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Registry;

public sealed class ChoiceConflictsTests
{
    private static readonly string Math = CommittedCodec.Key(MathAgent.Name);

    [Theory]
    [InlineData(3, "sums", 7, "sums", true)]
    [InlineData(3, "sums", 3, "sums", true)]
    [InlineData(7, "sums", 3, "products", false)]
    [InlineData(7, null, 3, "products", false)]
    [InlineData(7, "sums", 3, null, false)]
    [InlineData(7, null, 3, null, true)]
    public void An_agent_that_two_groups_have_decided_alike_stays_without_a_conflict(
        long closed, string? closedText, long present, string? presentText, bool isSame)
    {
        var found = Agent(present, presentText, "01A");

        Resolve(Math, Agent(closed, closedText, "01B"), found).ShouldBe(isSame ? found : null);
    }

    [Theory]
    [InlineData(2, 3, 3)]
    [InlineData(4, 3, 4)]
    public void Of_two_lists_of_revocations_the_newer_counts(long closed, long present, long kept) =>
        Resolve(RevocationGroup.Key, List(closed), List(present)).ShouldBe(List(kept));

    [Fact]
    public void Other_keys_and_what_cannot_be_read_are_left_to_others()
    {
        Resolve("user", "1", "2").ShouldBeNull();
        Resolve(Math, "nothing", Agent(1, "sums", "01A")).ShouldBeNull();
        Resolve(RevocationGroup.Key, "nothing", List(1)).ShouldBe(List(1));
    }

    private static string? Resolve(string key, string closed, string present) =>
        new ChoiceConflicts().Resolve("01B", new KeyConflict(key, Entry(closed), Entry(present)));

    private static KeyValueEntry Entry(string value) => new(value, 1, 1, 1, 0);

    private static string Agent(long version, string? text, string group) => CommittedCodec.Write(
        (text is null
            ? new DeployedAgent(MathAgent.Name, version, null) { UndeployedAt = Start.AddDays(version) }
            : DeployedAgent.Next(MathAgent with { Description = text }, version - 1)) with { Group = group });

    private static string List(long version) => RevocationCodec.Write(
        new RevocationList(version, [new Revocation("lost", Start)], [.. new byte[RevocationRules.SignatureBytes]]));
}
