using Akka.Actor;

namespace Hanzo.Network.Benchmarks.Actors;

/// <summary>Sends back what it gets.</summary>
internal sealed class Echo : UntypedActor
{
    public const string Name = "echo";

    protected override void OnReceive(object message) => Sender.Tell(message);
}
