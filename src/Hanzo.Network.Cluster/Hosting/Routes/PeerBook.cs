using System.Collections.Immutable;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Hosting.Routes;

/// <summary>
/// By which addresses the other nodes may be reached, as far as the process has heard: what outlives the actor system that heard it is what
/// the next one needs. Safe for several threads.
/// </summary>
internal sealed class PeerBook
{
    public const int MaxPeers = 16;
    public const int MaxAddresses = 4;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (ImmutableArray<NodeAddress> Addresses, long Told)> _peers = new(StringComparer.Ordinal);
    private long _reads;

    /// <summary>Takes in what is told now.</summary>
    /// <returns>Those told last first, at most <see cref="MaxPeers"/>.</returns>
    /// <param name="others">Addresses of nodes whose ids are unknown.</param>
    public ImmutableArray<(string Peer, ImmutableArray<NodeAddress> Addresses)> Read(
        DirectorySnapshot directory, JoinStatus joining, IEnumerable<NodeAddress> others)
    {
        lock (_gate)
        {
            Note(directory, joining, others);
            return [.. _peers.OrderByDescending(peer => peer.Value.Told).Select(peer => (peer.Key, peer.Value.Addresses))];
        }
    }

    private void Note(DirectorySnapshot directory, JoinStatus joining, IEnumerable<NodeAddress> others)
    {
        _reads++;
        foreach (var heard in joining.Udp?.Heard ?? [])
        {
            var address = heard.Node.Address;
            Note(heard.Node.NodeId, [address, .. heard.Hosts.Select(host => At(host, address.Port)).OfType<NodeAddress>()]);
        }

        foreach (var node in directory.Nodes.Values.Where(node => !node.IsSelf))
            if (NodeAddress.TryParse(node.Address[(node.Address.IndexOf('@', StringComparison.Ordinal) + 1)..], out var own))
                Note(node.NodeId ?? node.MemberId ?? own.ToString(), [own, .. node.Description?.Addresses ?? []]);
        foreach (var address in others)
            if (!_peers.Values.Any(known => known.Addresses.Contains(address))) Note(address.ToString(), [address]);
        while (_peers.Count > MaxPeers) _peers.Remove(_peers.MinBy(peer => peer.Value.Told).Key);
    }

    // What is told now comes first; what was told before may still lead there.
    private void Note(string peer, IEnumerable<NodeAddress> told)
    {
        var before = _peers.TryGetValue(peer, out var known) ? known.Addresses : [];
        _peers[peer] = ([.. told.Concat(before).Distinct().Take(MaxAddresses)], _reads);
    }

    private static NodeAddress? At(string host, int port) => NodeAddress.TryCreate(host, port, out var address) ? address : null;
}
