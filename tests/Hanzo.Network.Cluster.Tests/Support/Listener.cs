using System.Threading.Channels;
using Akka.Actor;

namespace Hanzo.Network.Cluster.Tests.Support;

/// <summary>An actor that hands on what it is told.</summary>
internal sealed class Listener<T> : ReceiveActor
{
    public Listener(ChannelWriter<T> heard) => Receive<T>(message => heard.TryWrite(message));
}
