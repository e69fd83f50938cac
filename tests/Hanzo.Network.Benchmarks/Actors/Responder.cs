using Akka.Actor;
using Hanzo.Network.Benchmarks.Messages;

namespace Hanzo.Network.Benchmarks.Actors;

/// <summary>Answers every number with the next one.</summary>
internal sealed class Responder : UntypedActor
{
    public const string Name = "responder";

    protected override void OnReceive(object message)
    {
        if (message is Number number) Sender.Tell(new Number(number.Value + 1));
        else Unhandled(message);
    }
}
