using System.Collections.Immutable;
using Hanzo.Network.Files;

namespace Hanzo.Network.Joining.Roads;

/// <summary>
/// The peers of a topology file, which is read again when it has changed. A bad edit changes nothing but is told, until the file is
/// good again. What the file says of this node itself, and of devices, counts at start only.
/// </summary>
public sealed class TopologyRoad(IWatchedFile file, TimeProvider time) : PolledRoad(time)
{
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private FileStamp? _read;
    private RoadNews? _last;
    private ImmutableArray<NodeAddress> _good = [];

    public override string Name => RoadNames.File;

    protected override TimeSpan PeriodAfter(int looks) => LookEvery;

    protected override Task<RoadNews?> LookAsync(NodeIdentity self, bool first, CancellationToken cancellation)
    {
        var news = Look(self.NodeId);
        // Who follows anew is told the last good peers beside what is wrong with the file.
        return Task.FromResult(first ? (news ?? _last!) with { Addresses = _good } : news);
    }

    private RoadNews? Look(string nodeId)
    {
        try
        {
            var stamp = file.Stamp();
            if (stamp == _read) return null;
            _read = stamp; // before the bytes: a change that comes between is seen the next time
            return _last = Read(nodeId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _read = null;
            return _last = Bad($"topology file {file.Name} cannot be read: {e.Message}");
        }
    }

    private RoadNews Read(string nodeId)
    {
        try
        {
            var topology = TopologyFile.Parse(file.Name, file.Read());
            if (!topology.Peers.ContainsKey(nodeId)) return Bad($"topology file {file.Name} does not list this node, '{nodeId}', any more");
            _good = topology.Besides(nodeId);
            return RoadNews.Of(_good);
        }
        catch (InvalidFileException e)
        {
            return Bad(e.Message.TrimEnd('.'));
        }
    }

    private static RoadNews Bad(string reason) => RoadNews.Failed($"{reason}; the peers of its last good version count.", isNotice: true);
}
