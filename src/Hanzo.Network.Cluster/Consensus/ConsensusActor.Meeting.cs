using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// Several groups in one network, of clusters that formed apart: the younger is closed by a command of its own, its members leave it, and
/// what it held is carried over.
/// </summary>
internal sealed partial class ConsensusActor
{
    /// <summary>Groups that are told of to others.</summary>
    private const int MaxClosedTold = 32;

    private const string NoticeKey = "consensus.closed.";

    /// <summary>An entry that closes the group is proposed again after so long, and what failed is tried again.</summary>
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Members of a closed group that do not know so yet are waited for.</summary>
    private static readonly TimeSpan LingersFor = TimeSpan.FromSeconds(5);

    private MeetingStep _meeting = new MeetingStep.Stay();
    private GroupClosing? _closing;
    private TimeSpan _closedAt;
    private TimeSpan? _closeAskedAt;
    private ImmutableArray<ClosedGroup> _left = [];
    private TimeSpan _carryAfter;
    private bool _carries;

    private void ReceiveMeeting()
    {
        Receive<HasLeft>(OnLeft);
        Receive<Applier.Ended>(OnEnded);
        Receive<Carried>(OnCarried);
        Receive<NotCarried>(OnNotCarried);
    }

    /// <summary>Of two groups the younger takes no writes, so that they do not grow apart further.</summary>
    private bool IsClosed => _closing is not null || _meeting is MeetingStep.Await or MeetingStep.Close;

    private string ClosedReason => _closing is { } closing
        ? $"this node's group {_member?.Group} is closed; the node goes over into the group {closing.Into}."
        : $"this node's group {_member?.Group} takes no writes: an older one, {Rival}, is in this network, into which it goes over.";

    private string? Rival => _meeting switch
    {
        MeetingStep.Await wait => wait.Older,
        MeetingStep.Close close => close.Older,
        _ => null,
    };

    private void Meet()
    {
        if (_node is not { } node || _member is not { } member) return;
        if (_closing is null)
        {
            var closed = ClosedGroups();
            var others = _told.Values.Select(told => told.Hello).Where(hello => hello.Group is { } group && !closed.Contains(group))
                .GroupBy(hello => hello.Group!, StringComparer.Ordinal)
                .Select(group => new MetGroup(group.Key, group.All(hello => hello.IsBlank), group.Any(hello => hello.Leader is not null)));
            var before = _meeting;
            _meeting = Meeting.Next(new OwnGroup(member.Group, _isBlank, node.Role == RaftRole.Leader), others);
            if (_meeting != before) OnMet(member);
        }
        if (_closing is { } closing) LeaveClosed(member, closing);
        else if (_meeting is MeetingStep.Close { Older: var older }) Close(older);
        else if (IsLate(_leaderlessSince, LostAfter) && IsToldClosed(member.Group))
            Leave(new ClosedGroup(member.Group, null, IsComplete: false));
    }

    private void OnMet(LocalMember member)
    {
        switch (_meeting)
        {
            case MeetingStep.Yield yield:
                ConsensusLog.Yields(_services.Log, member.Group, yield.Group);
                EndMember("this node joins another group.");
                LeaveDisk(member.Group);
                break;
            case MeetingStep.Stay { Beside: { } beside }:
                ConsensusLog.TwoGroups(_services.Log, member.Group, beside.Group);
                break;
            case MeetingStep.Await or MeetingStep.Close:
                ConsensusLog.TwoGroups(_services.Log, member.Group, Rival!);
                break;
        }
    }

    private bool IsLate(TimeSpan? since, TimeSpan longest) => since is { } at && _services.Time.Elapsed() - at >= longest;

    private bool IsToldClosed(string group) => _told.Values.Any(told => Words(told.Hello.Closed).Contains(group));

    private static string[] Words(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Text(IEnumerable<string> words) => string.Join(' ', words) is { Length: > 0 } text ? text : null;

    private void Close(string older)
    {
        if (_closeAskedAt is not null && !IsLate(_closeAskedAt, TryAgainAfter)) return;
        _closeAskedAt = _services.Time.Elapsed();
        Input(_log, leader =>
        {
            if (leader.Propose(ClosingPart.Close(older)).Accepted) ConsensusLog.Closes(_services.Log, _member!.Group, older);
        });
    }

    private void OnEnded(Applier.Ended ended)
    {
        if (!ReferenceEquals(ended.Log, _log)) return;
        if (_node is null)
        {
            Leave(new ClosedGroup(_member!.Group, null, IsComplete: true));
            return;
        }
        (_closing, _closedAt) = (ended.Closing, _services.Time.Elapsed());
        ConsensusLog.Closed(_services.Log, _member!.Group, ended.Closing.Into);
        Greet();
        Publish();
    }

    private void LeaveClosed(LocalMember member, GroupClosing closing)
    {
        var others = _node!.Status.Config.Members.Where(other => other != _id).Select(LocalMember.NodeOf)
            .Where(node => node != _services.NodeId && _peers.Find(node) is not null)
            .Select(node => _told.TryGetValue(node, out var told)
                ? new ClosedMember(told.Hello.Group, told.Hello.Applied)
                : new ClosedMember(null, 0));
        if (Meeting.MayLeave(member.Group, closing, others, IsLate(_closedAt, LingersFor)))
            Leave(new ClosedGroup(member.Group, closing.Into, IsComplete: true));
    }

    private void Leave(ClosedGroup closed)
    {
        ConsensusLog.Leaves(_services.Log, closed.Group, closed.IsComplete);
        EndMember("this node's group is closed, and it goes over into another one.");
        _opening = true;
        GroupLeaving.LeaveAsync(_services.Seat, closed, _stopped.Token)
            .PipeTo(Self, success: left => new HasLeft(left), failure: cause => new NotOpened(cause));
    }

    private async Task<Found> FindAsync()
    {
        var (member, left) = await GroupLeaving.FindAsync(_services.Seat, _stopped.Token);
        return new Found(member, left);
    }

    private void OnLeft(HasLeft left)
    {
        _left = left.Groups;
        Seek();
    }

    /// <summary>As this node knows by itself, or as the group says that it is a member of.</summary>
    private ImmutableSortedSet<string> ClosedGroups()
    {
        var known = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var closed in _left) known.Add(closed.Group);
        if (_closing is not null) known.Add(_member!.Group);
        foreach (var (key, _) in _services.Seat.Store.State.Under(CarryMark.Prefix))
            if (key[CarryMark.Prefix.Length..] is var rest && !rest.Contains('/')) known.Add(rest);
        return known.ToImmutable();
    }

    private bool IsFirstToCarry(string group) => !_told.Values.Any(told => told.Hello.Group == _member?.Group
        && string.CompareOrdinal(told.Hello.Node, _services.NodeId) < 0 && Words(told.Hello.Carries).Contains(group));

    private void Carry()
    {
        if (_carries || _left.IsEmpty || IsClosed || _services.Time.Elapsed() < _carryAfter) return;
        if (_node is not { Leader: not null } node || _member is not { } member || !node.Status.Config.Members.Contains(_id)) return;
        _carries = true;
        var work = _left.Select(closed => (Closed: closed, Carries: IsFirstToCarry(closed.Group))).ToImmutableArray();
        var carrier = new Carrier(_services.Seat, member.Group, _services.Log);
        CarryAsync(carrier, work, _life!.Token).PipeTo(Self, success: carried => carried, failure: cause => new NotCarried(cause));
    }

    private async Task<Carried> CarryAsync(
        Carrier carrier, ImmutableArray<(ClosedGroup Closed, bool Carries)> work, CancellationToken cancellation)
    {
        var told = ImmutableArray.CreateBuilder<(string Group, string? Notice)>(work.Length);
        foreach (var (closed, carries) in work) told.Add((closed.Group, await carrier.RunAsync(closed, carries, cancellation)));
        return new Carried(told.ToImmutable(), await _services.Seat.Disk.Closed.ListAsync(cancellation));
    }

    private void OnCarried(Carried carried)
    {
        foreach (var (group, notice) in carried.Told) _services.Notify(NoticeKey + group, notice);
        // Another may have been left meanwhile.
        var known = carried.Left.Select(closed => closed.Group).Concat(carried.Told.Select(told => told.Group)).ToHashSet();
        EndCarrying([.. carried.Left, .. _left.Where(closed => !known.Contains(closed.Group))]);
    }

    private void OnNotCarried(NotCarried failed)
    {
        if (failed.Cause is not OperationCanceledException) ConsensusLog.NotCarried(_services.Log, failed.Cause);
        EndCarrying(_left);
    }

    private void EndCarrying(ImmutableArray<ClosedGroup> left)
    {
        _carries = false;
        _left = left;
        _carryAfter = left.All(closed => closed.IsSettled) ? TimeSpan.MaxValue : _services.Time.Elapsed() + TryAgainAfter;
    }

    private sealed record HasLeft(ImmutableArray<ClosedGroup> Groups);

    private sealed record Carried(ImmutableArray<(string Group, string? Notice)> Told, ImmutableArray<ClosedGroup> Left);

    private sealed record NotCarried(Exception Cause);
}
