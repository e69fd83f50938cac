namespace Hanzo.Network.Joining;

/// <summary>The sentences that a user reads about nodes that cannot, or should not, come together.</summary>
internal static class JoinNotices
{
    public static JoinNotice OtherRuntime(NodeIdentity self, NodeIdentity other) => new(
        $"runtime:{other.NodeId}@{other.Address}",
        $"node '{other.NodeId}' at {other.Address} runs runtime {other.Runtime}; "
        + $"this node runs {self.Runtime}; they cannot join each other.");

    public static JoinNotice OtherProtocol(NodeIdentity self, NodeIdentity other) => new(
        $"protocol:{other.NodeId}@{other.Address}",
        $"node '{other.NodeId}' at {other.Address} (version {other.Version}) speaks protocol {other.Protocol}; "
        + $"this node (version {self.Version}) speaks {self.Protocol}; they cannot join each other.");

    public static JoinNotice OtherNetwork(NodeIdentity self, NodeIdentity other) => new(
        $"network:{other.Address}",
        $"the node at {other.Address} belongs to network '{other.Network}'; this node to '{self.Network}'.");

    public static JoinNotice OtherReach(NodeIdentity self, NodeIdentity other) => new(
        $"reach:{other.NodeId}@{other.Address}",
        $"node '{other.NodeId}' at {other.Address} and this node at {self.Address} are not both bound to loopback; "
        + "give both the same --bind, or --lan, to let them join.");

    public static JoinNotice Twin(NodeIdentity self, NodeIdentity other) => new(
        $"twin:{other.Address}",
        $"a second node with the id '{self.NodeId}' at {other.Address} asked to join and was refused; give it another --node-id.");

    public static JoinNotice TwinInOtherCluster(NodeIdentity self, NodeIdentity other) => new(
        $"twin:{other.Address}",
        $"the id '{self.NodeId}' is used by two nodes in two clusters of network '{self.Network}': here and at {other.Address}.");

    public static string Refusal(NodeIdentity self, NodeIdentity first) =>
        $"node id '{self.NodeId}' is already in use in network '{self.Network}' by the node at {first.Address}; "
        + "start this one with another --node-id.";
}
