using System.Collections.Immutable;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Tests.Consensus.Groups;

/// <summary>
/// Members are letters, each on the node of its name: in capitals with a log on disk, in small letters with one in memory. The first
/// voter leads.
/// </summary>
public sealed class GroupPlanTests
{
    [Fact]
    public void With_more_nodes_than_a_group_may_have_it_goes_on_with_those_that_are_in_it()
    {
        var nodes = Enumerable.Range(0, 80).Select(i => new GroupNode($"n{i}", i, new MemberId($"n{i}/d{i}"), 900)).ToList();
        var learners = nodes[10..74].Select(node => node.Member!.Value).ToImmutableSortedSet();
        var config = new GroupConfig([.. nodes[..5].Select(node => node.Member!.Value)], [], learners);

        GroupPlan.Next(config, nodes[0].Member!.Value, 1000, 256, nodes, []).ShouldBeNull();
        nodes.RemoveRange(4, 9);
        var step = GroupPlan.Next(config, nodes[0].Member!.Value, 1000, 256, nodes, [])!;
        step.Voters.Count.ShouldBe(5);
        step.Learners.Count.ShouldBe(GroupConfig.MaxMembers);
        GroupPlan.ExplainOutside(GroupPlan.MaxGroup).ShouldBeNull();
        GroupPlan.ExplainOutside(70)!.ShouldContain("has 70 nodes, and a group at most 69 members (5 voters and 64 learners)");
    }

    [Theory]
    // voters, learners; nodes by age ("-": has told nothing, "!": leaves, "~": lags); removed; what comes of it
    [InlineData("A", "", "A", "", null)]
    [InlineData("A", "", "A B", "", "A|B")]
    [InlineData("A", "B", "A B~", "", null)]
    [InlineData("A", "B", "A B", "", "AB|")]
    [InlineData("AB", "", "A B C", "", "AB|C")]
    [InlineData("AB", "C", "A B C", "", "ABC|")]
    [InlineData("ABC", "D", "A B C D", "", null)]
    [InlineData("ABC", "DE", "A B C D E", "", "ABCDE|")]
    [InlineData("ABC", "DE", "A B C D E~", "", null)]
    [InlineData("ABCDE", "F", "A B C D E F", "", null)]
    // Who has not told anything since the leader began stays what it is.
    [InlineData("ABC", "D", "A B- C- D-", "", null)]
    // A voter that is gone stays one until another takes its place.
    [InlineData("AB", "", "A", "", null)]
    [InlineData("ABC", "", "A B", "", null)]
    [InlineData("ABC", "D", "A B D", "", "ABD|")]
    [InlineData("ABC", "D", "A B D~", "", null)]
    [InlineData("ABCDE", "", "A B C", "", null)]
    [InlineData("ABCDE", "FG", "A B C F G", "", "ABCFG|")]
    // A learner that is gone is none; it comes back as one.
    [InlineData("ABC", "D", "A B C", "", "ABC|")]
    // Removed by people, or by leaving.
    [InlineData("ABC", "", "A B", "C", "AB|")]
    [InlineData("ABCDE", "", "A B C", "DE", "ABC|")]
    [InlineData("AB", "", "A B C", "C", null)]
    [InlineData("ABC", "", "A B C", "C", "AB|")]
    [InlineData("AB", "C", "A B C", "C", "AB|")]
    [InlineData("ABC", "", "A B C!", "", "AB|")]
    [InlineData("ABCDE", "", "A B C D E!", "", "ABC|D")]
    [InlineData("AB", "", "A B!", "", "A|")]
    [InlineData("A", "", "A!", "", null)]
    // A leader that leaves hands over first.
    [InlineData("ABC", "", "A! B C", "", ">B")]
    [InlineData("A", "B", "A! B", "", "B|")]
    [InlineData("ABC", "", "A! C", "", ">C")]
    [InlineData("ABC", "", "A!", "", null)]
    // Who leaves stays one where without it no majority would be there, until another can take its place.
    [InlineData("ABC", "", "A B!", "", null)]
    [InlineData("ABC", "", "A B! D", "", "ABC|D")]
    [InlineData("ABC", "D", "A B! D~", "", null)]
    [InlineData("ABC", "D", "A B! D", "", "ACD|")]
    [InlineData("ABCDE", "", "A B C!", "", "ABD|")]
    // Logs in memory vote only among themselves, and of two one.
    [InlineData("a", "", "a b", "", "a|b")]
    [InlineData("a", "b", "a b", "", null)]
    [InlineData("a", "bc", "a b c", "", "abc|")]
    [InlineData("abc", "", "a b", "", "a|b")]
    [InlineData("a", "b", "a b C", "", "a|Cb")]
    [InlineData("a", "Cb", "a b C", "", "C|ab")]
    [InlineData("A", "bc", "A b c", "", null)]
    public void Next_step(string voters, string learners, string nodes, string removed, string? expected)
    {
        var config = new GroupConfig(Members(voters), [], Members(learners));
        var told = nodes.Split(' ').Select((node, age) => new GroupNode(
            NodeOf(node[0]), age, node.EndsWith('-') ? null : Member(node[0]), node.EndsWith('~') ? 100 : 900, node.EndsWith('!')))
            .ToList();

        var step = GroupPlan.Next(
            config, Member(voters[0]), commit: 1_000, lag: 256, told,
            Members(removed));

        Show(step).ShouldBe(expected);
    }

    [Fact]
    public void A_node_that_has_lost_its_log_takes_the_place_of_its_former_self()
    {
        var lost = new MemberId("C/C2");
        GroupNode[] nodes = [new("A", 0, Member('A'), 900), new("B", 1, Member('B'), 900), new("C", 2, lost, 900)];

        var first = Next(GroupConfig.Of(Member('A'), Member('B'), Member('C')), nodes);
        first!.Voters.ShouldBe([Member('A'), Member('B')]);
        first.Learners.ShouldBe([lost]);

        var second = Next(new GroupConfig(first.Voters, [], first.Learners), nodes);
        second!.Voters.ShouldBe([Member('A'), Member('B'), lost]);
    }

    [Theory]
    [InlineData("a", "", "a", true)]
    [InlineData("a", "", "", false)]
    [InlineData("abc", "", "b", false)]
    [InlineData("abc", "", "bc", true)]
    [InlineData("ABC", "", "BC", false)]
    [InlineData("Abc", "", "bc", true)]
    [InlineData("abc", "a", "a", true)]
    [InlineData("", "", "", false)]
    public void A_group_whose_logs_in_memory_are_gone_is_lost(string voters, string outgoing, string gone, bool isLost) =>
        GroupPlan.IsLost(new GroupConfig(Members(voters), Members(outgoing), []), member => gone.Contains(member.Value[0]))
            .ShouldBe(isLost);

    [Fact]
    public void Nothing_is_begun_while_a_change_is_under_way()
    {
        var joint = new GroupConfig(Members("AB"), Members("A"), []);
        Next(joint, [new("A", 0, Member('A'), 900), new("B", 1, Member('B'), 900), new("C", 2, Member('C'), 900)]).ShouldBeNull();
    }

    [Fact]
    public async Task Who_was_taken_out_is_kept_in_the_group_and_comes_back_as_another_member()
    {
        var store = new KeyValuePart();
        await ApplyAsync(1, RemovedMembers.Remove("C", [Member('C'), new MemberId("C/old")]));
        await ApplyAsync(2, RemovedMembers.Remove("D", [Member('D')]));
        var removed = RemovedMembers.In(store.State);
        removed.ShouldBe([Member('C'), new MemberId("C/old"), Member('D')], ignoreOrder: true);

        var (config, anew) = (GroupConfig.Of(Member('A'), Member('B')), new MemberId("C/C2"));
        GroupNode[] nodes = [new("A", 0, Member('A'), 900), new("B", 1, Member('B'), 900), new("C", 2, Member('C'), 900)];
        GroupPlan.Next(config, Member('A'), 1_000, 256, nodes, removed).ShouldBeNull();
        nodes[2] = nodes[2] with { Member = anew };
        GroupPlan.Next(config, Member('A'), 1_000, 256, nodes, removed)!.Learners.ShouldBe([anew]);

        async Task ApplyAsync(long index, byte[] payload)
        {
            payload[0].ShouldBe(KeyValuePart.PartKind);
            await store.ApplyAsync([new PartCommand(index, payload.AsMemory(1))], default);
        }
    }

    private static GroupStep? Next(GroupConfig config, IReadOnlyList<GroupNode> nodes) =>
        GroupPlan.Next(config, Member('A'), 1_000, 256, nodes, []);

    private static string? Show(GroupStep? step) => step is null ? null
        : step.TransferTo is { } member ? $">{member.Value[0]}"
        : $"{Letters(step.Voters)}|{Letters(step.Learners)}";

    private static string Letters(ImmutableSortedSet<MemberId> members) => string.Concat(members.Select(member => member.Value[0]));

    private static ImmutableSortedSet<MemberId> Members(string letters) => letters.Select(Member).ToImmutableSortedSet();

    private static MemberId Member(char letter) =>
        new LocalMember("", (char.IsLower(letter) ? LocalMember.Memory : "") + letter).IdAt(NodeOf(letter));

    private static string NodeOf(char letter) => letter.ToString();
}
