using Akka.Actor;

namespace Akka.Embedded.Remoting;

/// <summary>A message that waits for the writer of its association.</summary>
/// <param name="CountedBytes">What it adds to the bytes that wait; 0: it came when few waited.</param>
internal readonly record struct Outgoing(object Message, InternalActorRef? Sender, RemoteActorRef Recipient, int CountedBytes = 0);

/// <summary>Goes before ordinary messages, so that bulk transfers do not make a node look dead.</summary>
internal interface IPriorityMessage;

/// <summary>A system message in its place among the other messages. It waits in the outbox as well, until it is acknowledged.</summary>
internal sealed record SystemTicket(NumberedSystemMessage Numbered);
