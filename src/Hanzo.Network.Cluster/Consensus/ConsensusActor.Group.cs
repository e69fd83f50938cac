using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>Who belongs to the group: founding, joining, and what a leader sees to.</summary>
internal sealed partial class ConsensusActor
{
    private const long Megabyte = 1_000_000;

    private const int HousekeepingTicks = 5;

    /// <summary>What was committed so many housekeepings ago is what others that keep up have told to have applied by now.</summary>
    private const int HousekeepingsToTell = 2;

    /// <summary>Milliseconds; <see cref="ConsensusManager"/> adds as much to each lease.</summary>
    private const long LongestAdvance = 1_000;

    /// <summary>Clusters that form at the same time have met by then, mostly.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(2);

    /// <summary>What a node has told counts for so long.</summary>
    private static readonly TimeSpan TellsFor = TimeSpan.FromSeconds(10);

    /// <summary>Without a leader.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (Hello Hello, TimeSpan At)> _told = new(StringComparer.Ordinal);
    private readonly Queue<long> _commits = [];
    private TimeSpan? _upSince;
    private TimeSpan? _leaderlessSince;
    private TimeSpan _timeTold;
    private MemberId? _ledBy;
    private long _ticks;
    private bool _seeks;
    private bool _isTakenOut;

    private void ReceiveGroup()
    {
        Receive<Hello>(OnHello);
        Receive<RemoveNode>(OnRemove);
        Receive<SetAside>(_ => Seek());
        Receive<Depart>(_ => OnDepart());
    }

    private void Seek()
    {
        _opening = false;
        _seeks = true;
        _peers.Look();
        Greet();
        Decide();
    }

    private void KeepHouse()
    {
        _peers.Look();
        var now = _services.Time.Elapsed();
        if (_peers.IsSelfUp) _upSince ??= now;
        foreach (var node in _told.Where(told => now - told.Value.At > TellsFor).Select(told => told.Key).ToArray()) _told.Remove(node);
        if (_node is { } node1)
        {
            ExpireForwards(node1.Leader);
            _commits.Enqueue(node1.Status.Commit);
            if (_commits.Count > HousekeepingsToTell + 1) _commits.Dequeue();
        }
        Greet();
        Decide();
        Lead();
        if (IsLost(now)) BeginAnew();
        Meet();
        Carry();
    }

    private bool IsLost(TimeSpan now)
    {
        if (_node is not { Leader: null } node) _leaderlessSince = null;
        else
        {
            _leaderlessSince ??= now;
            return now - _leaderlessSince > LostAfter && GroupPlan.IsLost(node.Status.Config, voter => voter != _id && IsGone(voter));
        }
        return false;
    }

    private bool IsGone(MemberId voter)
    {
        var node = LocalMember.NodeOf(voter);
        if (_peers.Find(node) is null) return true;
        return _told.TryGetValue(node, out var told) && told.Hello.Member != voter.Value;
    }

    // What was in memory is gone with those who had it; what is left here may lack the end of it.
    private void BeginAnew()
    {
        var group = _member!.Group;
        ConsensusLog.Lost(_services.Log, group);
        EndMember("this node's group was in memory, and is lost.");
        LeaveDisk(group);
    }

    private void LeaveDisk(string group)
    {
        _opening = true;
        LeaveAsync().PipeTo(Self, success: () => SetAside.Instance, failure: cause => new NotOpened(cause));

        async Task LeaveAsync()
        {
            await _services.Seat.Parts.SetAsideAsync(group, folder: null, () => Task.CompletedTask, _stopped.Token);
            await _services.Seat.Disk.SetAsideAsync(folder: null, _stopped.Token);
        }
    }

    /// <summary>Who has no leader asks everybody; a leader tells everybody; others tell their leader.</summary>
    private void Greet()
    {
        if (!_seeks && _node is null) return;
        var leader = _node?.Leader;
        // Members of a closed group tell all others, since they leave it when all know.
        if (leader is { } one && one != _id && _closing is null)
        {
            _peers.Find(LocalMember.NodeOf(one))?.Tell(Say(isAnswer: true), Self);
            return;
        }
        foreach (var member in _peers.Up)
            if (NodeRole.NodeIdOf(member) is { } node && node != _services.NodeId)
                _peers.Find(node)?.Tell(Say(isAnswer: leader is not null), Self);
    }

    private Hello Say(bool isAnswer) => new(
        _services.NodeId, _member?.Group, _isBlank, _member is null ? null : _id.Value, _node?.Leader?.Value, _backlog.Applied,
        _services.Leaves(), isAnswer, Text(ClosedGroups().TakeLast(MaxClosedTold)),
        Text(_left.Where(closed => closed is { IsComplete: true, IsSettled: false }).Select(closed => closed.Group)
            .TakeLast(MaxClosedTold)));

    private ImmutableSortedSet<MemberId> Removed => RemovedMembers.In(_services.Seat.Store.State);

    private void OnHello(Hello hello)
    {
        _told[hello.Node] = (hello, _services.Time.Elapsed());
        if (hello.Group == _member?.Group && hello.TakenOut is true) _isTakenOut = true;
        // Who has not looked yet does not know whether it has a group.
        if (!hello.IsAnswer && (_seeks || _node is not null))
        {
            var isTakenOut = hello.Group == _member?.Group && hello.Member is { } told && Removed.Contains(new MemberId(told));
            Sender.Tell(Say(isAnswer: true) with { TakenOut = isTakenOut ? true : null }, Self);
        }
        if (_seeks) Decide();
        else if (hello.Leaves && hello.Group == _member?.Group) Lead();
        else if (_node is not null && hello.Group is { } other && other != _member!.Group) Meet();
    }

    private void OnDepart()
    {
        Greet();
        Lead();
    }

    private void Decide()
    {
        if (!_seeks || _opening) return;
        if (!_peers.IsSelfUp)
        {
            _problem = "this node is not part of the network yet.";
            return;
        }
        var peers = _peers.Up.Where(member => member.Status == MemberStatus.Up).Select(member => NodeRole.NodeIdOf(member)!)
            .Where(node => node != _services.NodeId).Distinct().ToArray();
        // Who is still a member of a closed group leaves it by and by.
        var closed = ClosedGroups();
        var told = _told.Values.Where(one => one.Hello.Group is not { } group || !closed.Contains(group)).ToDictionary(
            one => one.Hello.Node, one => new NodeGroup(one.Hello.Node, one.Hello.Group, one.Hello.IsBlank), StringComparer.Ordinal);
        var isOldest = _peers.Up.First(member => member.Status == MemberStatus.Up).UniqueAddress.Equals(_cluster.SelfUniqueAddress);
        var isSettled = _services.Time.Elapsed() - _upSince >= SettledAfter;
        switch (Founding.Decide(peers, isOldest, told, isSettled))
        {
            case FoundingStep.Join join:
                Begin(join.Group, isFounder: false);
                break;
            case FoundingStep.Found:
                Begin(_services.Ids.NewUlid(), isFounder: true);
                break;
            case FoundingStep.Wait wait:
                _problem = wait.Why;
                break;
        }
    }

    private void Begin(string group, bool isFounder)
    {
        (_seeks, _problem) = (false, null);
        var disk = _services.Seat.Disk;
        var member = new LocalMember(group, (disk.IsMemory ? LocalMember.Memory : "") + _services.Ids.NewUlid());
        var id = member.IdAt(_services.NodeId);
        if (isFounder) ConsensusLog.Founded(_services.Log, group, id.Value);
        else ConsensusLog.Joins(_services.Log, group, id.Value);
        Open(member, isFounder ? GroupConfig.Of(id) : GroupConfig.Empty);
    }

    /// <summary>One step at a time; what the group refuses now is asked again.</summary>
    private void Lead()
    {
        if (_node is not { Role: RaftRole.Leader } node || _closing is not null) return;
        TellTime(node);
        var status = node.Status;
        var told = _commits.Count > HousekeepingsToTell ? _commits.Peek() : status.Commit;
        if (GroupPlan.Next(status.Config, _id, told, Settings.PromotionLag, Nodes(), Removed) is not { } step) return;
        Input(_log, leader =>
        {
            if (step.TransferTo is { } successor) leader.TransferTo(successor);
            else if (leader.ChangeMembers(step.Voters, step.Learners).Accepted)
                ConsensusLog.Changes(_services.Log, string.Join(", ", step.Voters), string.Join(", ", step.Learners));
        });
    }

    /// <summary>
    /// What has passed while there are leases. It is told in small steps, and what is beyond one is not told at all, so that a lease that
    /// was granted meanwhile does not lose more than a step.
    /// </summary>
    private void TellTime(RaftNode node)
    {
        var now = _services.Time.Elapsed();
        var passed = (long)(now - _timeTold).TotalMilliseconds;
        if (_services.Seat.Store.State.Leases.IsEmpty) _timeTold = now;
        else if (passed >= 1)
        {
            var advance = new KeyValueCommand.Advance(Math.Min(passed, LongestAdvance));
            byte[] payload = [KeyValuePart.PartKind, .. KeyValueCodec.Write(new KeyValueRequest(advance))];
            Input(_log, _ => TryPropose(node, payload));
            _timeTold = now;
        }
    }

    private List<GroupNode> Nodes()
    {
        var nodes = new SortedDictionary<string, GroupNode>(StringComparer.Ordinal);
        var age = 0;
        // Of two lives of a node the later one counts.
        foreach (var member in _peers.Up)
        {
            var node = NodeRole.NodeIdOf(member)!;
            var leaves = member.Status != MemberStatus.Up;
            age++;
            if (node == _services.NodeId)
                nodes[node] = new GroupNode(node, age, _id, _backlog.Applied, leaves || _services.Leaves());
            else if (_told.TryGetValue(node, out var told) && told.Hello is { Member: { } id } hello && hello.Group == _member!.Group)
                nodes[node] = new GroupNode(node, age, new MemberId(id), hello.Applied, leaves || hello.Leaves);
            else nodes[node] = new GroupNode(node, age, null, 0, leaves);
        }
        return [.. nodes.Values];
    }

    private void OnRemove(RemoveNode remove)
    {
        string? problem = null;
        if (!remove.IsForwarded && _node?.Leader is { } leader && leader != _id
            && _peers.Find(LocalMember.NodeOf(leader)) is { } peer)
        {
            peer.Tell(remove with { IsForwarded = true }, Sender);
            return;
        }
        if (_node is not { Role: RaftRole.Leader } node) problem = "this node does not lead the group; ask again.";
        else if (_peers.Up.Any(member => NodeRole.NodeIdOf(member) == remove.Node))
            problem = $"node '{remove.Node}' is part of the network now; drain or stop it first.";
        else if (node.Status.Config.Members.Where(member => LocalMember.NodeOf(member) == remove.Node).ToArray() is not [_, ..] members)
            problem = $"node '{remove.Node}' is no member of the group.";
        else
        {
            // Whoever leads when that is decided sees to it.
            Input(_log, leader =>
            {
                var outcome = TryPropose(leader, RemovedMembers.Remove(remove.Node, members));
                if (!outcome.Accepted) problem = $"{Explain(outcome.Refusal)} Ask again.";
            });
        }
        Sender.Tell(new RemoveAnswer(problem), Self);
    }

    private void OnLeader(RaftStatus status)
    {
        if (status.Leader == _ledBy) return;
        _ledBy = status.Leader;
        _timeTold = _services.Time.Elapsed();
        if (_ledBy is { } leader) ConsensusLog.Led(_services.Log, leader.Value, status.Term);
        ExpireForwards(_ledBy);
        Greet();
        Lead();
        Publish();
    }

    private void Publish()
    {
        var status = new GroupStatus(Phase(), Problem())
        {
            Group = _member?.Group, Raft = _node?.Status, InMemory = _services.Seat.Disk.IsMemory,
        };
        _services.Seat.Status.Update(before => before.Equals(status) ? before : status);
    }

    private GroupPhase Phase() => _node is { } node ? node.Status.Config.Members.Contains(_id) ? GroupPhase.Member : GroupPhase.Joining
        : _seeks || _opening ? GroupPhase.Seeking : GroupPhase.Stopped;

    private string? TakingOver() =>
        _intake.Progress is { } progress
            ? $"this node takes over what the group holds: {progress.Come / Megabyte} of {progress.All / Megabyte} MB have come; "
                + "what it is asked to read waits for that."
        : _backlog.IsRestoring ? "this node puts in place what the group holds; what it is asked to read waits for that."
        : null;

    private string? Problem() => _problem
        ?? (IsClosed ? ClosedReason + (_closing is null && _node?.Leader is null ? " It has no leader that could close it." : "") : null)
        ?? (_isTakenOut ? RemovedMembers.Explanation : null)
        ?? (Phase() == GroupPhase.Joining ? GroupPlan.ExplainOutside(_peers.Up.Count) : null)
        ?? TakingOver()
        ?? Beside
        ?? Leaderless;

    private string? Beside => _meeting is not MeetingStep.Stay { Beside: { } beside } ? null
        : Meeting.IsOlder(beside.Group, _member?.Group ?? "")
            ? $"nodes of this network are in an older group, {beside.Group}, which has no leader; this one goes over into it when it has."
            : $"nodes of this network are in another group, {beside.Group}, which is to be merged into this one.";

    private sealed record SetAside
    {
        public static readonly SetAside Instance = new();
    }
}
