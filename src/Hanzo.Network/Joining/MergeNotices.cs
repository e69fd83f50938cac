namespace Hanzo.Network.Joining;

/// <summary>The sentences that a user reads about two clusters of one network.</summary>
internal static class MergeNotices
{
    /// <param name="stranger">Apart, so its cluster is known.</param>
    public static JoinNotice TwoClusters(NodeIdentity self, ClusterIdentity ours, Stranger stranger)
    {
        var theirs = stranger.Cluster!;
        var text = theirs.Id == ours.Id
            ? $"network '{self.Network}': cluster {ours.Id} is in two parts, this node's and that of the node at {stranger.Address}; "
                + "the smaller part rejoins the larger by itself."
            : $"network '{self.Network}' has two clusters: this node's {ours.Id}, founded {ours.FoundedAt:u}, and that of the node at "
                + $"{stranger.Address}, {theirs.Id}, founded {theirs.FoundedAt:u}; the younger rejoins the older by itself.";
        return new JoinNotice($"clusters:{theirs.Id}", text);
    }

    public static JoinNotice Merged(NodeIdentity self, ClusterIdentity left, ClusterIdentity ours) => new(
        "merged",
        $"network '{self.Network}' had two clusters: this node's {left.Id}, founded {left.FoundedAt:u}, was merged into {ours.Id}, "
        + $"founded {ours.FoundedAt:u}.");
}
