using Akka.Actor;
using Hanzo.Network.Benchmarks.Messages;

namespace Hanzo.Network.Benchmarks.Actors;

/// <summary>Counts whole payloads; answers a number with the count since the last one.</summary>
internal sealed class CountingSink(int payloadBytes) : UntypedActor
{
    public const string Name = "sink";
    private long _count;

    public static Props Props(int payloadBytes) => Akka.Actor.Props.Create(() => new CountingSink(payloadBytes));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case byte[] bytes when bytes.Length == payloadBytes:
                _count++;
                break;
            case Number:
                Sender.Tell(new Number(_count));
                _count = 0;
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
