using System.Collections.Immutable;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>The asked node's member of the network's group.</summary>
/// <param name="Phase">off, seeking, joining, member or stopped.</param>
/// <param name="Problem">Why it is not as it should be; null: nothing is wrong.</param>
/// <param name="Role">leader, follower, candidate or prospect; null: it is no member yet.</param>
/// <param name="Leader">A node; null: it knows of none.</param>
/// <param name="Commit">Number of the last entry that it knows to be on the disks of a majority.</param>
/// <param name="InMemory">Its log ends with its process.</param>
internal sealed record ConsensusBody(
    string Phase, string? Problem, string? Group, string? Member, string? Role, long Term, string? Leader, long Commit, long Applied,
    bool InMemory, ImmutableArray<ConsensusMemberBody> Members)
{
    public static ConsensusBody From(GroupStatus status)
    {
        var raft = status.Raft;
        return new ConsensusBody(
            Name(status.Phase), status.Problem, status.Group, raft?.Self.Value, raft is null ? null : Name(raft.Role), raft?.Term ?? 0,
            raft?.Leader is { } leader ? LocalMember.NodeOf(leader) : null, raft?.Commit ?? 0, raft?.Applied ?? 0, status.InMemory,
            raft is null ? [] : [.. raft.Config.Members.Select(member => ConsensusMemberBody.From(member, raft))]);
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <param name="Vote">voter, learner, or outgoing: a voter until the change that is under way is done.</param>
internal sealed record ConsensusMemberBody(string Node, string Member, string Vote, bool IsLeader)
{
    public static ConsensusMemberBody From(MemberId member, RaftStatus raft) => new(
        LocalMember.NodeOf(member), member.Value,
        raft.Config.Voters.Contains(member) ? "voter" : raft.Config.Outgoing.Contains(member) ? "outgoing" : "learner",
        member == raft.Leader);
}

/// <param name="Modified">The store's revision of the last put.</param>
/// <param name="Created">The revision at which it came to be: of a lock, its fencing token.</param>
internal sealed record ConsensusKeyBody(string Key, string Value, long Created, long Modified, long Version, long Lease)
{
    public static ConsensusKeyBody From(string key, KeyValueEntry entry) =>
        new(key, entry.Value, entry.Created, entry.Modified, entry.Version, entry.Lease);
}

/// <param name="HasMore">There are more, after the key of the last item.</param>
internal sealed record ConsensusKeysBody(ImmutableArray<ConsensusKeyBody> Items, bool HasMore)
{
    public static ConsensusKeysBody From(FoundPage page) =>
        new([.. page.Items.Select(found => ConsensusKeyBody.From(found.Key, found.Entry))], page.HasMore);
}

/// <param name="Revision">Of the store, by the change.</param>
internal sealed record ConsensusChangedBody(string Key, long Revision);

/// <param name="Key">Null: changes were missed; what is there now follows.</param>
/// <param name="Entry">Null: the key was deleted.</param>
/// <param name="Revision">To go on from.</param>
internal sealed record ConsensusWatchBody(string? Key, ConsensusKeyBody? Entry, long Revision)
{
    public static ConsensusWatchBody From(WatchedChange watched) => new(
        watched.Change?.Key,
        watched.Change is { Entry: { } entry } change ? ConsensusKeyBody.From(change.Key, entry) : null,
        watched.Revision);
}

/// <param name="Held">Whether all comparisons did.</param>
internal sealed record ConsensusTransactionBody(bool Held, long Revision, ImmutableArray<ConsensusResultBody> Results)
{
    public static ConsensusTransactionBody From(KeyValueResult.Transacted done) => new(
        done.Held, done.Revision,
        [.. done.Results.Select(result => new ConsensusResultBody(
            [.. result.Entries.Select(found => ConsensusKeyBody.From(found.Key, found.Entry))], result.Deleted, result.More))]);
}

/// <param name="More">There is more than the bounds of an answer allow.</param>
internal sealed record ConsensusResultBody(ImmutableArray<ConsensusKeyBody> Items, int Deleted, bool More);

internal sealed record ConsensusLeaseBody(long Lease);
