using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>What this node truthfully says of itself, from its join decision and from its membership.</summary>
internal static class ContactReports
{
    /// <param name="ownStatus">Null while this node is no member.</param>
    public static ContactReport Compose(
        JoiningSetup setup, NodeIdentity self, JoiningProtocol.SelfReport progress, MemberStatus? ownStatus, IEnumerable<Member> members)
    {
        var leaving = ownStatus is MemberStatus.Leaving or MemberStatus.Exiting or MemberStatus.Down or MemberStatus.Removed;
        var member = ownStatus is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up && progress.Cluster is not null;
        var known = members.ToArray();
        return new ContactReport
        {
            Node = self,
            Cluster = member ? progress.Cluster : null,
            Settling = !member && !leaving && progress.Phase is JoinPhase.Joining or JoinPhase.Founding,
            Leaving = leaving,
            At = setup.Time.GetUtcNow(),
            Hears = setup.Board.Current.Udp?.Hears,
            Speak = member ? NodeRole.SharedBy(known) : null,
            Peers = ownStatus is null ? progress.AnsweringContacts : PeersOf(known),
        };
    }

    public static NodeAddress? ToNodeAddress(Address address) =>
        NodeAddress.TryCreate(address.Host, address.Port ?? 0, out var node) ? node : null;

    private static ImmutableArray<ContactPeer> PeersOf(IEnumerable<Member> members) =>
    [
        .. members.Where(member => member.Status is not (MemberStatus.Down or MemberStatus.Removed))
            .Select(member => (Address: ToNodeAddress(member.Address), NodeId: NodeRole.NodeIdOf(member)))
            .Where(peer => peer.Address is not null)
            .OrderBy(peer => peer.Address)
            .Select(peer => new ContactPeer(peer.Address!, peer.NodeId))
            .Take(ContactReport.MaxPeers),
    ];
}
