using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.Journal;

namespace Hanzo.Network.Tests.Consensus;

public sealed class JournalPlanTests
{
    /// <param name="nodes">Each as node:journal:kind, ? for what is not told.</param>
    [Theory]
    [InlineData("a b c", "a:1:auto b:2:auto c:3:auto", true, null)]
    [InlineData("a b c", "a:1:auto b:2:auto c:3:auto d:3:auto", true, null)]
    [InlineData("a b c", "a:1:auto b:q:replicated c:q:replicated", true, null)]
    [InlineData("a", "a:1:auto", false, null)]
    [InlineData("a b", "a:1:auto b:2:auto", false, null)]
    [InlineData("a b", "a:1:auto b:2:auto c:3:auto", false, null)]
    [InlineData("a b c", "a:1:auto b:1:auto c:1:auto", false, null)]
    [InlineData("a b c", "a:1:auto b:1:auto c:2:auto d:3:auto", false, null)]
    [InlineData("a b c", "a:1:auto b:2:auto", false, null)]
    [InlineData("a b c", "a:1:auto b:2:auto c:?:?", false, null)]
    [InlineData("a b c", "a:1:auto b:2:auto c:3:sqlite", false, null)]
    [InlineData("a b c", "a:1:auto b:2:auto c:3:auto d:4:sqlite", false, "node 'd' was started with --journal sqlite")]
    [InlineData("a b c", "a:1:auto b:2:auto c:3:auto d:memory:memory", false, "node 'd' was started with --journal memory")]
    [InlineData("a b c", "a:1:auto b:2:auto c:3:auto d:4:?", false, "node 'd' is of a version that cannot take part")]
    public void The_network_chooses_when_any_machine_may_be_lost(string voters, string nodes, bool isChosen, string? problem)
    {
        var advice = Decide(voters.Split(' ').Select(node => new LocalMember("G", "L").IdAt(node)), nodes);

        advice.IsChosen.ShouldBe(isChosen);
        if (problem is null) advice.Problem.ShouldBeNull();
        else advice.Problem.ShouldNotBeNull().ShouldContain(problem);
    }

    [Fact]
    public void Voters_whose_logs_end_with_their_processes_do_not_count()
    {
        var voters = new[] { "a", "b", "c" }.Select(node => new LocalMember("G", LocalMember.Memory + "L").IdAt(node));

        Decide(voters, "a:1:auto b:2:auto c:3:auto").ShouldBe(new JournalAdvice(false));
    }

    private static JournalAdvice Decide(IEnumerable<MemberId> voters, string nodes) => JournalPlan.Decide(
        voters,
        [.. nodes.Split(' ').Select(node => node.Split(':')).Select(parts => new JournalNode(
            parts[0], parts[1] == "?" ? null : parts[1], parts[2] == "?" ? null : parts[2]))]);
}
