using Akka.Actor;
using Akka.Actor.Setup;

namespace Akka.Embedded.Sharding.Coordination;

/// <summary>What decides in the coordinators of one actor system; a system without one has <see cref="Default"/>.</summary>
/// <param name="newState">Of each term of a coordinator.</param>
internal sealed class CoordinatorSetup(Func<ShardCoordinatorState<IActorRef>> newState) : Setup
{
    public static readonly CoordinatorSetup Default = new(() => new ShardCoordinatorState<IActorRef>());

    public ShardCoordinatorState<IActorRef> NewState() => newState();

    public static CoordinatorSetup Of(ActorSystem system) => system.Settings.Setup.Get<CoordinatorSetup>().GetOrElse(Default);
}
