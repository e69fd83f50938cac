using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Membership;
using Akka.Util;

namespace Akka.Embedded.Tests.Cluster;

internal static class Nodes
{
    public static Address At(int port) => new("akka.tcp", "sys", "127.0.0.1", port);

    public static UniqueAddress Node(int port, int uid = 1) => new(At(port), uid);

    public static Member Member(int port, MemberStatus status = MemberStatus.Up, int upNumber = 1, params string[] roles) =>
        new(Node(port), upNumber, status, [.. roles], AppVersion.Zero);

    public static Gossip GossipOf(params Member[] members) => members.Aggregate(Gossip.Empty, (g, m) => g.With(m));

    public static Gossip SeenByAll(this Gossip gossip) => gossip.Members.Keys.Aggregate(gossip, (g, n) => g.MarkSeen(n));
}
