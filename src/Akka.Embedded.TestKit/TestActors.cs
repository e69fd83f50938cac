using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Takes everything and does nothing.</summary>
public class BlackHoleActor : ActorBase
{
    public static Props Props { get; } = Props.Create<BlackHoleActor>();

    protected override bool Receive(object message) => true;
}

/// <summary>Sends everything to the test actor and, if wanted, back.</summary>
public class EchoActor : ReceiveActor
{
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAsWell = true) => ReceiveAny(message =>
    {
        if (echoBackToSenderAsWell)
            Sender.Tell(message);
        testkit.TestActor.Tell(message, Sender);
    });

    public static Props Props(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        Actor.Props.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}

/// <summary>Sends everything back.</summary>
public class SimpleEchoActor : ReceiveActor
{
    public SimpleEchoActor() => ReceiveAny(message => Sender.Tell(message, Self));

    public static Props Props() => Actor.Props.Create<SimpleEchoActor>();
}

/// <summary>Sends everything on.</summary>
public class ForwardActor : ReceiveActor
{
    public ForwardActor(IActorRef target) => ReceiveAny(target.Forward);

    public static Props Props(IActorRef target) => Actor.Props.Create(() => new ForwardActor(target));
}
