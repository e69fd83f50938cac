using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Hosting.Routes;

/// <summary>
/// By which addresses others may reach this node besides the one that it goes by: those of its other links. None where it is told what to
/// say of itself, or listens at one address only.
/// </summary>
internal sealed class OwnAddresses(NetworkOptions options, IDatagramsFactory datagrams, TimeProvider time, Func<string> own)
{
    /// <summary>More are not told.</summary>
    public const int MaxOthers = 7;

    /// <summary>Cables and Wi-Fi come and go.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private ImmutableArray<NodeAddress> _others = [];
    private TimeSpan? _lookedAt;
    private string _lookedFor = "";

    /// <summary>The most preferred first.</summary>
    public ImmutableArray<NodeAddress> Others
    {
        get
        {
            lock (_gate)
            {
                var (now, address) = (time.Elapsed(), own());
                if (_lookedAt is { } at && now - at < LookEvery && _lookedFor == address) return _others;
                (_lookedAt, _lookedFor) = (now, address);
                return _others = Look(address);
            }
        }
    }

    private ImmutableArray<NodeAddress> Look(string address)
    {
        var bind = IPAddress.Parse(options.Bind);
        if (options.Advertise is not null || !bind.Equals(IPAddress.Any) || !NodeAddress.TryParse(address, out var canonical)) return [];
        return
        [
            .. datagrams.FindLinks(bind, options.Links)
                .Where(link => link is { IsLoopback: false, Priority: > 0 })
                .Select(link => NodeAddress.TryCreate(link.Address.ToString(), canonical.Port, out var other) ? other : canonical)
                .Where(other => other != canonical)
                .Distinct()
                .Take(MaxOthers),
        ];
    }
}
