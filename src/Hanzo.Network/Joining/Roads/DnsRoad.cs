using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Hanzo.Network.Joining.Roads;

/// <summary>
/// The nodes that a name of the Domain Name System stands for: the targets of <c>_hanzo._tcp.NAME</c> (SRV) if it has any, else
/// the addresses of NAME.
/// </summary>
/// <param name="name">Its port counts for addresses; SRV records name ports themselves.</param>
public sealed class DnsRoad(NodeAddress name, INameLookup lookup, TimeProvider time) : PolledRoad(time)
{
    public const string Service = "_hanzo._tcp";

    public static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan RefreshWithoutNodes = TimeSpan.FromSeconds(5);

    private bool _found;
    private bool _hasServices;

    public override string Name => RoadNames.Dns;

    protected override TimeSpan PeriodAfter(int looks) => _found ? Refresh : RefreshWithoutNodes;

    protected override async Task<RoadNews?> LookAsync(NodeIdentity self, bool first, CancellationToken cancellation)
    {
        try
        {
            var nodes = await NodesAsync(self, cancellation);
            _found = !nodes.IsEmpty;
            return RoadNews.Of(nodes) with { Error = _found ? null : $"{name.Host} has neither addresses nor {Service}.{name.Host} (SRV)" };
        }
        catch (IOException e)
        {
            _found = false;
            return RoadNews.Failed($"{name.Host} cannot be looked up: {e.Message}", isNotice: false);
        }
    }

    // Both at once would lead to the same nodes by name and by address, and two connections to one node displace each other.
    private async Task<ImmutableArray<NodeAddress>> NodesAsync(NodeIdentity self, CancellationToken cancellation)
    {
        var (services, fault) = await ServicesAsync(cancellation);
        _hasServices = !services.IsEmpty;
        if (_hasServices) return [.. services.Distinct().Order().Take(RoadNews.MaxAddresses)];
        var addresses = await lookup.AddressesAsync(name.Host, cancellation);
        if (addresses.IsEmpty && fault is not null) throw fault;
        return
        [
            .. addresses.Where(address => IsOfFamily(self, address))
                .Select(address => NodeAddress.TryCreate(address.ToString(), name.Port, out var node) ? node : null)
                .OfType<NodeAddress>().Distinct().Order().Take(RoadNews.MaxAddresses),
        ];
    }

    // Where no name server answers, the system's resolver may know the name all the same, as from its hosts file.
    private async Task<(ImmutableArray<NodeAddress> Found, IOException? Fault)> ServicesAsync(CancellationToken cancellation)
    {
        try
        {
            return (await lookup.ServicesAsync($"{Service}.{name.Host}", cancellation), null);
        }
        catch (IOException e) when (!_hasServices)
        {
            return ([], e);
        }
    }

    // A node that others dial by IPv4 has peers that are dialled so.
    private static bool IsOfFamily(NodeIdentity self, IPAddress address)
    {
        var isSix = IPAddress.TryParse(self.Address.Host, out var own) && own.AddressFamily == AddressFamily.InterNetworkV6;
        return address.AddressFamily == (isSix ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
    }
}
