using Akka.Actor;

namespace Akka.Embedded.Tests.DistributedData.Replication;

/// <summary>A reference that keeps what it is told.</summary>
internal sealed class Asker(string name) : InternalActorRef
{
    public List<object> Told { get; } = [];

    public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "asker")) / name;

    public override ActorRefProvider Provider => throw new NotSupportedException("An asker belongs to no system.");

    public override void Tell(object message, IActorRef? sender) => Told.Add(message);
}
