using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Replication;

/// <summary>The other members of the cluster that hold replicas: those with the role, in the order of their addresses.</summary>
internal sealed class Replicas(UniqueAddress self, string role, TimeProvider time)
{
    private readonly SortedDictionary<UniqueAddress, Member> _members = [];
    private readonly SortedSet<UniqueAddress> _unreachable = [];
    private readonly SortedDictionary<UniqueAddress, TimeSpan> _removed = [];
    private TimeSpan _allReachableTime;
    private long _countedUntil = time.GetTimestamp();

    /// <summary>Full members: those that reads and writes count.</summary>
    public ImmutableArray<UniqueAddress> Voters { get; private set; } = [];

    /// <summary>Full members and WeaklyUp ones: those that get all data.</summary>
    public ImmutableArray<UniqueAddress> Peers { get; private set; } = [];

    /// <summary>Peers that can be reached, as far as is known.</summary>
    public ImmutableArray<UniqueAddress> ReachablePeers { get; private set; } = [];

    public bool AllReachable => _unreachable.Count == 0;

    /// <summary>This node begins what one node has to begin.</summary>
    public bool IsLeader { get; private set; }

    /// <summary>Nodes that left or were downed, with the value of <see cref="AllReachableTime"/> then.</summary>
    public IEnumerable<KeyValuePair<UniqueAddress, TimeSpan>> Removed => _removed;

    /// <summary>Runs only while all members can be reached: what takes so long has come to everyone.</summary>
    public TimeSpan AllReachableTime => AllReachable ? _allReachableTime + time.GetElapsedTime(_countedUntil) : _allReachableTime;

    public bool IsUnreachable(UniqueAddress node) => _unreachable.Contains(node);

    public bool IsRemoved(UniqueAddress node) => _removed.ContainsKey(node);

    /// <summary>It is a member, in any status.</summary>
    public bool Knows(UniqueAddress node) => _members.ContainsKey(node) || node.Equals(self);

    /// <summary>Voters as reads and writes of all, or of a majority and more, count them.</summary>
    public ImmutableArray<UniqueAddress> VotersThatStay() => Voters.RemoveAll(node => _members[node].Status == MemberStatus.Exiting);

    public void Apply(ClusterEvent.CurrentClusterState state)
    {
        _members.Clear();
        foreach (var member in state.Members)
            Set(member);
        StopClock();
        _unreachable.Clear();
        _unreachable.UnionWith(state.Unreachable.Select(member => member.UniqueAddress).Where(_members.ContainsKey));
        Refresh();
    }

    /// <returns>False: it is not a member of the role.</returns>
    public bool Apply(Member member)
    {
        if (member.Status == MemberStatus.Removed)
            return Remove(member);
        Set(member);
        Refresh();
        return _members.ContainsKey(member.UniqueAddress);
    }

    public void ApplyReachability(UniqueAddress node, bool reachable)
    {
        StopClock();
        if (reachable)
            _unreachable.Remove(node);
        else if (_members.ContainsKey(node))
            _unreachable.Add(node);
        Refresh();
    }

    /// <summary>A node that is no member has left traces in the data.</summary>
    public void NoteRemoved(UniqueAddress node) => _removed.TryAdd(node, AllReachableTime);

    public void ForgetRemoved(UniqueAddress node) => _removed.Remove(node);

    private void Set(Member member)
    {
        if (role.Length > 0 && !member.HasRole(role))
            return;
        _members[member.UniqueAddress] = member;
        // Its data may have come before the news of it and looked like that of a removed node. A removed one never comes back.
        _removed.Remove(member.UniqueAddress);
    }

    private bool Remove(Member member)
    {
        if (!_members.Remove(member.UniqueAddress))
            return false;
        _removed[member.UniqueAddress] = AllReachableTime;
        StopClock();
        _unreachable.Remove(member.UniqueAddress);
        Refresh();
        return true;
    }

    private void StopClock()
    {
        _allReachableTime = AllReachableTime;
        _countedUntil = time.GetTimestamp();
    }

    private void Refresh()
    {
        var others = _members.Values.Where(member => !member.UniqueAddress.Equals(self)).ToList();
        Voters = Nodes(others.Where(IsFullMember));
        Peers = Nodes(others.Where(member => IsFullMember(member) || member.Status == MemberStatus.WeaklyUp));
        ReachablePeers = Peers.RemoveAll(_unreachable.Contains);
        var leader = _members.Values.FirstOrDefault(member => member.Status is MemberStatus.Up or MemberStatus.Leaving);
        IsLeader = leader?.UniqueAddress.Equals(self) == true;
    }

    private static bool IsFullMember(Member member) => member.UpNumber != Member.NoUpNumber;

    private static ImmutableArray<UniqueAddress> Nodes(IEnumerable<Member> members) => [.. members.Select(member => member.UniqueAddress)];
}
