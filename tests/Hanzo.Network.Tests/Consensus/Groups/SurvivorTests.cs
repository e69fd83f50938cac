using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Tests.Consensus.Groups;

/// <summary>Members are letters, each on the node of its name; this is A.</summary>
public sealed class SurvivorTests
{
    [Theory]
    // voters, outgoing ones, voters that are there; whether A may go on alone, and what the status says
    [InlineData("AB", "", "A", true, "'hanzo takeover' on this node")]
    [InlineData("AB", "", "AB", false, "has no leader now")]
    [InlineData("ABC", "", "A", false, "3 voters are out of reach, on the nodes 'B', 'C'")]
    [InlineData("BC", "", "A", false, "'hanzo consensus remove'")]
    [InlineData("B", "", "A", false, "node 'B', which was the last one and alone knows all")]
    [InlineData("B", "A", "A", false, "node 'B', which was the last one")]
    // Others may have been asked without it.
    [InlineData("AB", "ABC", "A", false, "nodes 'B', 'C'")]
    [InlineData("AB", "A", "A", false, "nodes 'B'")]
    public void One_of_two_voters_may_go_on_alone(string voters, string outgoing, string there, bool may, string said)
    {
        var config = new GroupConfig([.. voters.Select(Id)], [.. outgoing.Select(Id)], []);
        (Survivor.Refuse(config, Id('A'), IsThere) is null).ShouldBe(may);
        Survivor.Explain(config, Id('A'), IsThere).ShouldContain(said);

        bool IsThere(MemberId member) => there.Select(Id).Contains(member);
    }

    private static MemberId Id(char name) => new LocalMember("G", "L").IdAt(name.ToString());
}
