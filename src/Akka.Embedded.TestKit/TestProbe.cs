using Akka.Actor;
using Akka.Actor.Setup;

namespace Akka.TestKit;

/// <summary>A test actor beside the test's own. It may be used wherever a reference is wanted.</summary>
public class TestProbe : TestKitBase, INoImplicitSender, IActorRefProxy
{
    internal TestProbe(ActorSystem system, string? name) : base(system, ActorSystemSetup.Empty, null, name)
    {
    }

    public IActorRef Ref => TestActor;

    /// <summary>The sender of the message that was received last.</summary>
    public IActorRef Sender => LastSender;

    public ActorPath Path => TestActor.Path;

    InternalActorRef IActorRefProxy.Target => (InternalActorRef)TestActor;

    /// <summary>Sends with this probe as the sender.</summary>
    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);

    /// <summary>Answers the message that was received last.</summary>
    public void Reply(object message) => LastSender.Tell(message, TestActor);

    /// <summary>Sends the message that was received last on, with its sender.</summary>
    public void Forward(IActorRef actor) => Forward(actor, LastMessage);

    public void Forward(IActorRef actor, object message) => actor.Tell(message, LastSender);

    public void Tell(object message, IActorRef? sender) => TestActor.Tell(message, sender);

    public bool Equals(IActorRef? other) => TestActor.Equals(other);

    public override bool Equals(object? obj) => TestActor.Equals(obj);

    public override int GetHashCode() => TestActor.GetHashCode();

    public int CompareTo(IActorRef? other) => TestActor.CompareTo(other);

    public int CompareTo(object? obj) => TestActor.CompareTo(obj);

    public override string ToString() => $"TestProbe({TestActor})";
}
