using Akka.Actor;
using Akka.Embedded.Sharding.Coordination;
using In = Akka.Embedded.Sharding.Coordination.CoordinatorInput<Akka.Actor.IActorRef>;
using Out = Akka.Embedded.Sharding.Coordination.CoordinatorEffect<Akka.Actor.IActorRef>;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>A coordinator that takes a slot for free as soon as it has told the owner to stop it.</summary>
internal sealed class GivesAwayEarly : ShardCoordinatorState<IActorRef>
{
    public override IReadOnlyList<Out> Decide(In input)
    {
        var effects = base.Decide(input).ToList();
        foreach (var handOff in effects.OfType<Out.HandOff>().ToArray())
            effects.AddRange(base.Decide(new In.ShardStopped(handOff.Region, handOff.Shard, handOff.Term)));
        return effects;
    }
}
