namespace Hanzo.Network.Joining;

/// <summary>The sentences that a user reads about nodes that cannot, or should not, come together.</summary>
internal static class JoinNotices
{
    public const string OtherBeaconsKey = "beacons";
    private const string EmbeddedRuntime = "embedded";

    public static JoinNotice OtherRuntime(NodeIdentity self, NodeIdentity other) => new(
        $"runtime:{other.NodeId}@{other.Address}",
        $"node '{other.NodeId}' at {other.Address} runs runtime {other.Runtime}; "
        + $"this node runs {self.Runtime}; they cannot join each other.");

    public static JoinNotice OtherProtocol(NodeIdentity self, NodeIdentity other) => new(
        $"protocol:{other.NodeId}@{other.Address}",
        $"node '{other.NodeId}' at {other.Address} (version {other.Version}) speaks protocol {other.Protocol}; "
        + $"this node (version {self.Version}) speaks {self.Protocol}; they cannot join each other.");

    public static JoinNotice OtherMember(NodeIdentity self, NodeIdentity asked, string member, string speaks) => new(
        $"protocol:{member}",
        $"node '{member}', in the cluster of the node at {asked.Address}, speaks protocol {speaks}; this node (version {self.Version}) "
        + $"speaks {self.Protocol}: it stays out of that cluster as long as '{member}' is in it.");

    public static JoinNotice OtherNetwork(NodeIdentity self, NodeIdentity other) => new(
        $"network:{other.Address}",
        $"the node at {other.Address} belongs to network '{other.Network}'; this node to '{self.Network}'.");

    public static JoinNotice OtherReach(NodeIdentity self, NodeIdentity other) => new(
        $"reach:{other.NodeId}@{other.Address}",
        $"node '{other.NodeId}' at {other.Address} and this node at {self.Address} are not both bound to loopback; "
        + "give both the same --bind, or --lan, to let them join.");

    public static JoinNotice OtherKeys(NodeIdentity self, string from) => new(
        "keys",
        $"network '{self.Network}' is here with other keys, at {from}: on that machine run 'hanzo invite', here 'hanzo join …'.");

    public static JoinNotice Secured(NodeIdentity self, string from) => new(
        "secured",
        self.Runtime == EmbeddedRuntime
            ? $"network '{self.Network}' at {from} is secured, this node is not: on that machine run 'hanzo invite', here 'hanzo join …'."
            : $"network '{self.Network}' at {from} is secured, as only nodes of runtime {EmbeddedRuntime} are; this node runs "
                + $"{self.Runtime}; they cannot join each other.");

    public static JoinNotice Unsecured(NodeIdentity self, string from) => new(
        "unsecured",
        $"network '{self.Network}' at {from} is not secured, this node is: start that one without --insecure, "
        + "and on another machine first run 'hanzo invite' here and 'hanzo join …' there.");

    public static JoinNotice OtherBeacons(NodeIdentity self, BeaconVersions versions, string from) => new(
        OtherBeaconsKey,
        $"network '{self.Network}' is at {from} with beacons of version {versions.Theirs}"
        + (versions.Software is { } software ? $" (hanzo {software})" : "")
        + $"; this node (hanzo {self.Version}) reads version {versions.Ours}, so they do not meet by beacons: update hanzo "
        + (versions.Theirs > versions.Ours ? "here." : "there."));

    public static JoinNotice Skewed(NodeIdentity node, TimeSpan skew) => new(
        SkewKey(node),
        $"the clock of node '{node.NodeId}' at {node.Address} is {Words(skew)} {(skew < TimeSpan.Zero ? "behind" : "ahead of")} this "
        + $"machine's, more than the {ClockSkew.Bound.TotalSeconds:0} s that are allowed: set one of them right (or somebody replays its "
        + "beacons); until then its beacons are not heeded.");

    public static string SkewKey(NodeIdentity node) => $"skew:{node.NodeId}@{node.Address}";

    public static JoinNotice Twin(NodeIdentity self, NodeIdentity other) => new(
        $"twin:{other.Address}",
        $"a second node with the id '{self.NodeId}' at {other.Address} asked to join and was refused; give it another --node-id.");

    public static JoinNotice TwinInOtherCluster(NodeIdentity self, NodeIdentity other) => new(
        $"twin:{other.Address}",
        $"the id '{self.NodeId}' is used by two nodes in two clusters of network '{self.Network}': here and at {other.Address}.");

    public static string Refusal(NodeIdentity self, NodeIdentity first) =>
        $"node id '{self.NodeId}' is already in use in network '{self.Network}' by the node at {first.Address}; "
        + "start this one with another --node-id.";

    private static string Words(TimeSpan skew) => skew.Duration() switch
    {
        { TotalDays: >= 2 and var days } => $"{days:0} days",
        { TotalMinutes: >= 10 and var minutes } => $"{minutes:0} minutes",
        { TotalSeconds: var seconds } => $"{seconds:0} s",
    };
}
