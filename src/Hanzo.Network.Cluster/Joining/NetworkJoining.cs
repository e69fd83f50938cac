using System.Collections.Immutable;
using System.Net;
using Akka.Actor.Setup;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Monitoring;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;
using Hanzo.Network.Security;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>
/// Joins by beacons and all other roads, each actor system of the process anew; what a user should read goes to the process's notices.
/// </summary>
/// <param name="security">Null: the network is not secured.</param>
internal sealed class NetworkJoining(
    NodeProcess process,
    IDatagramsFactory datagrams,
    IDialer dialer,
    MergeTimings merging,
    IEnumerable<IContactRoad> roads,
    IEnumerable<BeaconRoad> beaconRoads,
    INodeSecurity? security = null,
    IContactMemory? memory = null,
    IFoundingRight? right = null)
{
    private const string UdpKey = "udp";
    private readonly ImmutableArray<IContactRoad> _roads = [.. roads];
    private readonly ImmutableArray<BeaconRoad> _beaconRoads = [.. beaconRoads];
    private Board<JoinStatus>? _last;
    private ImmutableArray<string> _told = [];
    private ImmutableArray<NodeAddress> _kept = [];

    public IDialer Dialer => dialer;

    /// <summary>Of the present actor system, or the last one.</summary>
    public JoinStatus Status => _last?.Current ?? JoinStatus.Initial;

    /// <summary>Asked when the present actor system is to leave in order and be replaced.</summary>
    public Action Rejoin { get; set; } = () => { };

    /// <summary>What the next actor system is to be created with.</summary>
    public Setup NewSetup()
    {
        var options = process.Options;
        var joining = new JoiningOptions
        {
            UdpDiscovery = options.UdpDiscovery,
            BroadcastPort = options.BroadcastPort,
            Bind = IPAddress.Parse(options.Bind),
            Links = options.Links,
            Seeds = [.. options.Seeds.Select(NodeAddress.Parse)],
            Remembered = _last?.Current.Known ?? [],
            Left = _last?.Current.Leaves,
            MergeTimings = merging,
        };
        _last = new Board<JoinStatus>(
            JoinStatus.Initial with { Known = joining.Remembered }, status => Tell(process.Notices, status));
        return new JoiningSetup(joining, datagrams, dialer, process.Time, _last)
        {
            Roads = _roads,
            BeaconRoads = _beaconRoads,
            Keys = security?.Keys,
            Right = right,
            Rejoin = () => Rejoin(),
        };
    }

    // One at a time: a board tells its changes in order, and the last one's actors have ended before there is another.
    private void Tell(NoticeBoard notices, JoinStatus status)
    {
        notices.Refusal = status.Refusal;
        process.Joining = status;
        if (status is { Phase: JoinPhase.Joined, Cluster: { } cluster })
            process.Standing.Update(standing => standing.In(cluster, process.Time.GetUtcNow()));
        if (!status.Members.SequenceEqual(_kept)) memory?.Keep(_kept = status.Members);
        foreach (var key in _told.Except(status.Notices.Select(told => told.Notice.Key))) notices.Remove(key);
        foreach (var told in status.Notices) notices.Set(told.Notice.Key, told.Notice.Text);
        _told = [.. status.Notices.Select(told => told.Notice.Key)];
        if (UdpNotice(status.Udp) is { } notice) notices.Set(UdpKey, notice);
        else notices.Remove(UdpKey);
    }

    private static string? UdpNotice(UdpRoadStatus? udp) => udp switch
    {
        { Error: { } error } => $"UDP discovery is closed: {error}",
        { IsDeaf: true } => "UDP discovery hears nothing, not even this node's own broadcasts: does a firewall block its port?",
        _ => null,
    };
}
