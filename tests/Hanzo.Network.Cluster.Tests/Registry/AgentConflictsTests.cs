using Hanzo.Network.Agents;
using Hanzo.Network.Agents.Choices;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Cluster.Tests.Registry;

/// <summary>What another group had decided otherwise is told by every member that has applied it, not by the leader's alone.</summary>
public sealed class AgentConflictsTests : IDisposable
{
    private static readonly AgentName Poet = AgentName.Parse("poet");

    private readonly KeyValueFeed _feed = new();
    private readonly LocalConsensusGroup _local;
    private readonly AgentGroup _group;

    public AgentConflictsTests()
    {
        _local = new LocalConsensusGroup(_feed.Part, TimeProvider.System);
        _group = new AgentGroup(new ConsensusManager(
            _local, _feed, () => new GroupStatus(GroupPhase.Member) { Group = "G" }, remove: null, TimeSpan.Zero, TimeProvider.System)
        {
            IsOwn = true,
        });
    }

    public void Dispose() => _local.Dispose();

    [Fact]
    public async Task A_conflict_is_in_the_group_until_the_agent_is_decided_on_again()
    {
        await _group.ChangeAsync(new AgentChange.Deploy(Described("ours")), null, default);
        AgentConflicts.In(_feed.Part.State).ShouldBeEmpty();

        var theirs = DeployedAgent.Next(Described("theirs"), 6)! with { Group = "another" };
        (await _group.RepairAsync(DeployedAgents.None.With(theirs), default)).ShouldHaveSingleItem().Conflict.ShouldBe(theirs);
        AgentConflicts.In(_feed.Part.State).ShouldHaveSingleItem().Value.ShouldBe(
            "agent 'poet' was decided otherwise by another group, as version 7, which does not count: two networks have met. What "
                + "counts is the definition of this network's group, as version 8; deploy the other again if it is wanted.");

        await _group.ChangeAsync(new AgentChange.Deploy(Described("newer")), null, default);
        AgentConflicts.In(_feed.Part.State).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_later_version_says_of_one_is_told_as_a_conflict_all_the_same()
    {
        var put = new KeyValueCommand.Transact([], [new Operation.Put(AgentConflicts.Key(Poet), "something else")], []);
        await _local.ProposeAsync(KeyValuePart.PartKind, KeyValueCodec.Write(new KeyValueRequest(put)), default);
        AgentConflicts.In(_feed.Part.State)["poet"].ShouldBe(
            "agent 'poet' was decided otherwise by another group, which does not count: two networks have met.");
    }

    private static Agent Described(string text) => new() { Name = Poet, Description = text };
}
