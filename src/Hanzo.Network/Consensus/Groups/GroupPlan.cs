using System.Collections.Immutable;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>A node of the cluster as a leader knows it.</summary>
/// <param name="Age">Those with lower numbers have been there longer.</param>
/// <param name="Member">Its member of this group; null: it has not told of any.</param>
/// <param name="Applied">Index up to which it has told to have applied.</param>
/// <param name="Leaves">It is on its way out, or is being drained.</param>
public sealed record GroupNode(string Node, int Age, MemberId? Member, long Applied = 0, bool Leaves = false);

/// <param name="TransferTo">This member is to lead, before anything else; null: the members are to be these.</param>
public sealed record GroupStep(ImmutableSortedSet<MemberId> Voters, ImmutableSortedSet<MemberId> Learners, MemberId? TransferTo = null);

/// <summary>
/// Who is to belong to a group: of one node one voter, of two both, of more three or five, the rest learners; those that have been there
/// longest, and who votes goes on voting. A voter that is gone stays one until another can take its place, unless it cannot come back:
/// its log is lost, or it was removed; and so does one that leaves, where without it no majority would be there. A log in memory votes
/// only where there is none on a disk, and of two such one votes.
/// </summary>
public static class GroupPlan
{
    public const int MaxVoters = 5;

    /// <summary>Voters and learners; with more nodes the rest belong to no group.</summary>
    public const int MaxGroup = MaxVoters + GroupConfig.MaxMembers;

    /// <summary>Why a node that is no member may wait for that in vain; null: there is room for all.</summary>
    /// <param name="nodes">That are up, this one included.</param>
    public static string? ExplainOutside(int nodes) => nodes <= MaxGroup ? null
        : $"this node is no member of the network's group: the network has {nodes} nodes, and a group at most {MaxGroup} members "
            + $"({MaxVoters} voters and {GroupConfig.MaxMembers} learners). What the group holds can be neither read nor changed here; ask "
            + "one of its members, which 'hanzo consensus status' lists there.";

    /// <param name="leader">Who asks; it is a voter.</param>
    /// <param name="commit">Index; a learner that lacks more than <paramref name="lag"/> entries does not vote yet.</param>
    /// <param name="nodes">All that are up in the cluster; who is not among them is gone.</param>
    /// <param name="removed">Members that people have taken out: they belong to it no more, also when their nodes come back.</param>
    /// <returns>The next step; null: all is as it should be, or a change is under way.</returns>
    public static GroupStep? Next(
        GroupConfig config, MemberId leader, long commit, int lag, IReadOnlyList<GroupNode> nodes, ImmutableSortedSet<MemberId> removed)
    {
        if (config.IsJoint) return null;
        var standings = Standings(config, nodes, removed, commit - lag);
        var voters = Choose(config, leader, standings);
        if (voters.IsEmpty) return null;
        if (!RaftRules.Raft.IsQuorum(GroupConfig.Of(voters), IsActive)) voters = config.Voters;
        var leaves = nodes.Any(node => node.Leaves && node.Member == leader);
        if (leaves && voters.FirstOrNull(voter => config.Voters.Contains(voter) && IsActive(voter)) is { } successor)
            return new GroupStep(config.Voters, config.Learners, successor);
        // With more nodes than a group may have, the others stay outside; else it could not be changed any more.
        var learners = standings.Values.Where(one => one.IsActive && !voters.Contains(one.Id))
            .OrderBy(one => !config.Learners.Contains(one.Id)).ThenBy(one => one.Age).Take(GroupConfig.MaxMembers)
            .Select(one => one.Id).ToImmutableSortedSet();
        return voters.SetEquals(config.Voters) && learners.SetEquals(config.Learners) ? null : new GroupStep(voters, learners);

        bool IsActive(MemberId voter) => standings.TryGetValue(voter, out var standing) && standing.IsActive;
    }

    /// <summary>
    /// Whether a group can never decide anything again: too many of its voters had their logs in memory, and are gone with them.
    /// </summary>
    public static bool IsLost(GroupConfig config, Func<MemberId, bool> isGone) =>
        !config.Voters.IsEmpty && !RaftRules.Raft.IsQuorum(config, voter => !LocalMember.IsInMemory(voter) || !isGone(voter));

    private static MemberId? FirstOrNull(this ImmutableSortedSet<MemberId> members, Func<MemberId, bool> which) =>
        members.Where(which).Select(member => (MemberId?)member).FirstOrDefault();

    private static SortedDictionary<MemberId, Standing> Standings(
        GroupConfig config, IReadOnlyList<GroupNode> nodes, ImmutableSortedSet<MemberId> removed, long least)
    {
        var byNode = nodes.ToDictionary(node => node.Node, StringComparer.Ordinal);
        var standings = new SortedDictionary<MemberId, Standing>();
        foreach (var member in config.Members.Except(removed))
        {
            var name = LocalMember.NodeOf(member);
            var votes = config.Voters.Contains(member);
            if (!byNode.TryGetValue(name, out var node))
            {
                if (!LocalMember.IsInMemory(member))
                    standings[member] = new Standing(member, int.MaxValue, votes, false, false);
            }
            // Who has not told yet is taken for what it was.
            else if (!node.Leaves && (node.Member is null || node.Member == member))
                standings[member] = new Standing(member, node.Age, votes, true, node.Member is not null && node.Applied >= least);
        }
        foreach (var node in nodes)
            if (node is { Leaves: false, Member: { } member } && !standings.ContainsKey(member) && !removed.Contains(member))
                standings[member] = new Standing(member, node.Age, false, true, false);
        return standings;
    }

    private static ImmutableSortedSet<MemberId> Choose(GroupConfig config, MemberId leader, SortedDictionary<MemberId, Standing> standings)
    {
        var pool = standings.Values.Where(one => one.IsActive || one.Votes).ToList();
        if (pool.Exists(one => one is { IsActive: true, InMemory: false } && (one.Votes || one.IsCaughtUp)))
            pool.RemoveAll(one => one.InMemory);
        var wanted = pool.Count >= MaxVoters ? MaxVoters : Math.Min(pool.Count, 3);
        var chosen = pool.Where(one => one.Votes || one.IsCaughtUp)
            .OrderBy(one => one.Rank(leader)).ThenBy(one => one.Age).ThenBy(one => one.Id)
            .Take(wanted).ToList();
        // An even number survives no more than the odd one below it; two are what there is of two disks.
        var least = chosen.TrueForAll(one => one.InMemory) ? 1 : 2;
        if (chosen.Count > least && chosen.Count % 2 == 0) chosen.RemoveAt(chosen.Count - 1);
        return [.. chosen.Select(one => one.Id)];
    }

    /// <param name="IsActive">Its node is there, and stays.</param>
    private sealed record Standing(MemberId Id, int Age, bool Votes, bool IsActive, bool IsCaughtUp)
    {
        public bool InMemory => LocalMember.IsInMemory(Id);

        public int Rank(MemberId leader) => Id == leader ? 0 : !IsActive ? 3 : Votes ? 1 : 2;
    }
}
