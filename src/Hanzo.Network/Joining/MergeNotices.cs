namespace Hanzo.Network.Joining;

/// <summary>The sentences that a user reads about two clusters of one network.</summary>
internal static class MergeNotices
{
    /// <param name="stranger">Apart, so its cluster is known.</param>
    public static JoinNotice TwoClusters(MergeState state, Stranger stranger)
    {
        var (self, ours, theirs) = (state.Self, state.Ours, stranger.Cluster!);
        if (!stranger.Fits(state.Speak)) return Apart(state, stranger, stranger.Report!.Speak!);
        var text = theirs.Id == ours.Id
            ? $"network '{self.Network}': cluster {ours.Id} is in two parts, this node's and that of the node at {stranger.Address}; "
                + "the smaller part rejoins the larger by itself."
            : $"network '{self.Network}' has two clusters: this node's {ours.Id}, founded {ours.FoundedAt:u}, and that of the node at "
                + $"{stranger.Address}, {theirs.Id}, founded {theirs.FoundedAt:u}; the younger rejoins the older by itself.";
        return new JoinNotice($"clusters:{theirs.Id}", text);
    }

    public static string NotUnderstood(NodeIdentity self, (string NodeId, string Speaks) blocker) =>
        $"leaves its cluster: node '{blocker.NodeId}', which was in it before, speaks protocol {blocker.Speaks}, this node {self.Protocol}";

    private static JoinNotice Apart(MergeState state, Stranger stranger, SharedProtocol theirs)
    {
        var (older, newer) = (state.Speak!, theirs);
        if (older.Max >= newer.Min) (older, newer) = (newer, older);
        // Of another key than that of clusters which become one: what is true changes with an upgrade.
        return new JoinNotice(
            $"protocol:{stranger.Cluster!.Id}",
            $"network '{state.Self.Network}' has two clusters, this node's and that of the node at {stranger.Address}, which stay apart: "
            + $"node '{older.MaxBy}' speaks protocol {older.Max} at most, node '{newer.MinBy}' {newer.Min} at least.");
    }

    public static JoinNotice Merged(NodeIdentity self, ClusterIdentity left, ClusterIdentity ours) => new(
        "merged",
        $"network '{self.Network}' had two clusters: this node's {left.Id}, founded {left.FoundedAt:u}, was merged into {ours.Id}, "
        + $"founded {ours.FoundedAt:u}.");
}
