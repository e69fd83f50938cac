using System.Net;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>Where peers are told to dial.</summary>
/// <param name="Port">0: the port listened on.</param>
internal sealed record AdvertisedAddress(string Host, int Port)
{
    /// <summary>
    /// What the options say, else the bound address, else, when bound to all, the one by which peers are reached, else that of the
    /// preferred link. With no link up, such as while a cable is out, it stays what it was.
    /// </summary>
    /// <param name="last">Where peers of this process were told to dial before; empty: nowhere yet.</param>
    /// <param name="chosen">By the ways to the peers; null: none.</param>
    public static AdvertisedAddress Of(NetworkOptions options, IDatagramsFactory datagrams, string last, IPAddress? chosen = null)
    {
        if (options.Advertise is { } told)
        {
            return NodeAddress.TryParse(told, out var address)
                ? new AdvertisedAddress(address.Host, address.Port)
                : new AdvertisedAddress(told, 0);
        }

        var bind = IPAddress.Parse(options.Bind);
        if (!bind.Equals(IPAddress.Any) && !bind.Equals(IPAddress.IPv6Any)) return new AdvertisedAddress(options.Bind, 0);

        var links = datagrams.FindLinks(bind, options.Links);
        var link = links.FirstOrDefault(found => found.Address.Equals(chosen)) ?? links.FirstOrDefault(found => !found.IsLoopback);
        if (link is not null) return new AdvertisedAddress(link.Address.ToString(), 0);
        return new AdvertisedAddress(NodeAddress.TryParse(last, out var known) ? known.Host : IPAddress.Loopback.ToString(), 0);
    }
}
