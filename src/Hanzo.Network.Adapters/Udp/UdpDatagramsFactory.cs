using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Udp;

/// <summary>Real UDP.</summary>
public sealed class UdpDatagramsFactory(TimeProvider time) : IDatagramsFactory
{
    public IDatagrams Open(IPAddress bind, int listenPort, LinkFilter links, IDatagramFilter? filter = null)
    {
        var shared = UdpSockets.OpenShared(listenPort);
        try
        {
            LinkChoice.RequireAny(NetworkLinks.Enumerate(), bind, links);
            var senders = new LinkSenders(() => FindLinks(bind, links), time);
            return new UdpDatagrams(shared, UdpSockets.OpenOwn(bind), senders, filter, time);
        }
        catch
        {
            shared.Dispose();
            throw;
        }
    }

    public ImmutableArray<NetworkLink> FindLinks(IPAddress bind, LinkFilter links) =>
        LinkChoice.Usable(NetworkLinks.Enumerate(), bind, links);
}
