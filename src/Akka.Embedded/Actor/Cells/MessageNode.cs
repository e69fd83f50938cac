using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>One queued message. Nodes are recycled.</summary>
internal sealed class MessageNode
{
    public object? Message;
    public IActorRef? Sender;
    public MessageNode? Next;
}
