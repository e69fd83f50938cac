namespace Hanzo.Network.Consensus.Groups;

/// <summary>A group without a leader, as voters are out of reach: what is said of it, and who may go on alone when they are lost.</summary>
public static class Survivor
{
    /// <param name="self">Who says so.</param>
    /// <param name="isThere">Whether a voter's node is part of the network now.</param>
    public static string Explain(GroupConfig config, MemberId self, Func<MemberId, bool> isThere)
    {
        var lost = config.Voters.Union(config.Outgoing).Where(voter => voter != self && !isThere(voter)).Select(LocalMember.NodeOf)
            .ToArray();
        if (lost.Length == 0) return "the group has no leader now.";
        var names = string.Join(", ", lost.Select(node => $"'{node}'"));
        if (Refuse(config, self, isThere) is null)
        {
            return $"the group has no leader: it has two voters, of which it needs both, and node {names} is out of reach. Start "
                + "that again; if it is lost for good, 'hanzo takeover' on this node makes the group go on alone.";
        }
        return config.Voters.Count == 1
            ? $"the group has no leader: node {names}, which was the last one and alone knows all that was decided, is out of reach. "
                + "Start it."
            : $"the group has no leader: too many of its {config.Voters.Count} voters are out of reach, on the nodes {names}. It goes on "
                + "when a majority is there again; one that is lost for good can be removed then ('hanzo consensus remove').";
    }

    /// <summary>
    /// Whether a member may go on alone, when a person says that the others are lost: only one that has all that was ever acknowledged, as
    /// each of two voters has, since nothing is without both. While voters change others may know more.
    /// </summary>
    /// <returns>Why not; null: it may.</returns>
    public static string? Refuse(GroupConfig config, MemberId self, Func<MemberId, bool> isThere)
    {
        if (config.IsJoint || config.Voters.Count != 2 || !config.Voters.Contains(self))
        {
            return "only one of two voters can go on alone, since it has all that was acknowledged; this node may lack what was by "
                + $"{string.Join(", ", config.Voters.Union(config.Outgoing).Where(voter => voter != self).Select(LocalMember.NodeOf))}.";
        }
        var other = config.Voters.Single(voter => voter != self);
        return isThere(other) ? $"node '{LocalMember.NodeOf(other)}', the other voter, is part of the network." : null;
    }
}
