using Akka.Actor;

namespace Akka.Contract.Tests.Tools;

/// <summary>Watches an actor and says "gone" when it is.</summary>
internal sealed class Mourner : ReceiveActor
{
    public Mourner(IActorRef watched, IActorRef listener)
    {
        Context.Watch(watched);
        Receive<Terminated>(_ => listener.Tell("gone"));
    }
}
