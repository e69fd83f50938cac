using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Cluster.Tests.Consensus;

public sealed class ConsensusSeatTests
{
    private readonly ConsensusSeat _seat = new(
        new MemoryConsensusDisk(), new KeyValuePart(), [], TimeSpan.FromMilliseconds(300), TimeProvider.System);

    [Fact]
    public async Task A_read_waits_for_the_next_actor_system_and_a_write_that_was_asked_is_told_as_unknown()
    {
        _seat.Enter(ActorRefs.Nobody);
        var (read, write) = (_seat.CatchUpAsync(default).AsTask(), _seat.ProposeAsync(1, new byte[1], default).AsTask());
        _seat.Leave(ActorRefs.Nobody);

        (await Should.ThrowAsync<ConsensusException>(() => write)).MayHaveHappened.ShouldBeTrue();
        var refused = await Should.ThrowAsync<ConsensusException>(() => read);
        refused.Message.ShouldContain("not part of the network now");
        refused.MayHaveHappened.ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_leader_nobody_can_be_taken_out()
    {
        _seat.Enter(ActorRefs.Nobody);
        (await Should.ThrowAsync<AgentNetworkException>(() => _seat.RemoveAsync("two", default))).Error
            .ShouldBe(NetworkError.Unavailable);
    }
}
