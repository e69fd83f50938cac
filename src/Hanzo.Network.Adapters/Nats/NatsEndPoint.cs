using System.Net;

namespace Hanzo.Network.Adapters.Nats;

/// <summary>Who sent a message by NATS: the server's address, and where the sender hears answers.</summary>
/// <param name="inbox">Null: nowhere.</param>
internal sealed class NatsEndPoint(IPAddress server, int port, string? inbox) : IPEndPoint(server, port)
{
    public string? Inbox { get; } = inbox;
}
