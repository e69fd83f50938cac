using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Tests.Consensus.Groups;

public sealed class FoundingTests
{
    [Theory]
    // other nodes, oldest first; whether this is the oldest, settled; answers "node=group" ("?": blank, "node=": none)
    [InlineData("", true, true, "", "found")]
    [InlineData("", true, false, "", "wait: it looks for other nodes before it founds a group.")]
    [InlineData("b c", true, true, "b=", "wait: it waits for an answer of c: one of them may have a group.")]
    [InlineData("b c", true, true, "b= c=", "found")]
    [InlineData("b c", false, true, "b= c=", "wait: it waits for b, the oldest node, to found a group.")]
    [InlineData("b c", true, true, "b=2", "join 2")]
    [InlineData("b c", true, false, "b=2 c=1", "join 1")]
    [InlineData("b c", false, true, "b=2 c=1?", "join 2")]
    [InlineData("b c", false, true, "b=2? c=1?", "join 1")]
    // An answer of who is not there any more counts for nothing.
    [InlineData("b", true, true, "b= x=1", "found")]
    public void Decide(string peers, bool isOldest, bool isSettled, string told, string expected)
    {
        var answers = Words(told).Select(answer => answer.Split('='))
            .Select(answer => new NodeGroup(answer[0], answer[1].Length == 0 ? null : answer[1].TrimEnd('?'), answer[1].EndsWith('?')))
            .ToDictionary(answer => answer.Node);

        var step = Founding.Decide(Words(peers), isOldest, answers, isSettled);

        (step switch
        {
            FoundingStep.Found => "found",
            FoundingStep.Join join => $"join {join.Group}",
            FoundingStep.Wait wait => $"wait: {wait.Why}",
            _ => "?",
        }).ShouldBe(expected);
    }

    [Theory]
    [InlineData("2?", "1?", true)]
    [InlineData("1?", "2?", false)]
    [InlineData("1?", "2", true)]
    [InlineData("2", "1", false)]
    [InlineData("2", "1?", false)]
    [InlineData("1?", "1", false)]
    public void Who_leaves_a_group_in_which_nothing_was_written(string own, string other, bool yields) =>
        Founding.Yields(Group(own), Group(other)).ShouldBe(yields);

    private static NodeGroup Group(string text) => new("n", text.TrimEnd('?'), text.EndsWith('?'));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
