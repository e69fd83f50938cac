using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Udp;

/// <summary>Real UDP.</summary>
public sealed class UdpDatagramsFactory(TimeProvider time) : IDatagramsFactory
{
    public IDatagrams Open(IPAddress bind, int listenPort, string? interfaceName)
    {
        var shared = UdpSockets.OpenShared(listenPort);
        try
        {
            LinkChoice.RequireAny(NetworkLinks.Enumerate(), bind, interfaceName);
            var senders = new LinkSenders(() => FindLinks(bind, interfaceName), time);
            return new UdpDatagrams(shared, UdpSockets.OpenOwn(bind), senders);
        }
        catch
        {
            shared.Dispose();
            throw;
        }
    }

    public ImmutableArray<NetworkLink> FindLinks(IPAddress bind, string? interfaceName) =>
        LinkChoice.Usable(NetworkLinks.Enumerate(), bind, interfaceName);
}
