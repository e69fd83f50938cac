using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Membership;
using In = Akka.Embedded.Tools.Singleton.HandOverInput;
using Out = Akka.Embedded.Tools.Singleton.HandOverEffect;

namespace Akka.Embedded.Tools.Singleton;

/// <summary>
/// Decides when this node may run the one instance. It starts it only when every older member has said that it is over there, or was
/// removed longer ago than the margin; and where it is over, it never starts again. So there are never two, whatever gets lost.
/// Times are of one monotonic clock.
/// </summary>
/// <param name="margin">How long the instance of a removed member may go on.</param>
/// <param name="retryInterval">An Exiting member that says nothing is asked again so often.</param>
internal sealed class HandOver(UniqueAddress self, string? role, TimeSpan margin, TimeSpan retryInterval)
{
    private readonly MembersByAge _members = new(self, role);
    private readonly SortedSet<UniqueAddress> _over = [];
    private readonly SortedDictionary<UniqueAddress, TimeSpan> _fading = [];
    private readonly SortedSet<UniqueAddress> _askers = [];
    private readonly List<Out> _effects = [];
    private TimeSpan _notBefore;
    private TimeSpan _askAgainAt;
    private bool _leaving;
    private bool _clusterEnds;
    private bool _alive;

    internal enum Stage
    {
        /// <summary>For others to be over.</summary>
        Waiting,

        /// <summary>It is here. It may have stopped of its own accord; then it is not started again.</summary>
        Holding,

        /// <summary>The instance has been told to end.</summary>
        Ending,

        Over,
    }

    public Stage At { get; private set; }

    /// <summary>When <see cref="In.Due"/> is wanted; null for never.</summary>
    public TimeSpan? NextDue { get; private set; }

    private bool MustGo => _leaving
        || _members.Self?.Status is MemberStatus.Exiting or MemberStatus.Down
        || (At == Stage.Waiting && _members.Self?.Status == MemberStatus.Leaving);

    private bool MayTakePart => !_clusterEnds && _members.Self?.Status == MemberStatus.Up;

    /// <returns>Valid until the next call.</returns>
    public IReadOnlyList<Out> Decide(In input, TimeSpan now)
    {
        _effects.Clear();
        Apply(input, now);
        Settle(now);
        Advance(now);
        return _effects;
    }

    private void Apply(In input, TimeSpan now)
    {
        switch (input)
        {
            case In.Known known:
                _members.Apply(known.State);
                break;
            case In.Changed changed:
                Changed(changed.Change, now);
                break;
            case In.ClusterEnds:
                _clusterEnds = true;
                break;
            case In.Leave:
                _leaving = true;
                break;
            case In.InstanceEnded:
                _alive = false;
                break;
            case In.Asked asked when At == Stage.Over:
                SayOver(asked.By, now);
                break;
            case In.Asked asked:
                // Exiting is final, so the asker may know it before this node does.
                _askers.Add(asked.By);
                _leaving = true;
                break;
            case In.OverSaid said:
                OverSaid(said, now);
                break;
        }
    }

    private void Changed(ClusterEvent.IMemberEvent change, TimeSpan now)
    {
        _members.Apply(change);
        var node = change.Member.UniqueAddress;
        if (change.Member.Status != MemberStatus.Removed || node.Equals(self))
            return;
        _askers.Remove(node);
        var settled = _over.Remove(node) || change.Member.UpNumber == Member.NoUpNumber;
        if (!settled && (_members.Self is null || change.Member.IsOlderThan(_members.Self)))
            _fading[node] = now + margin;
    }

    private void OverSaid(In.OverSaid said, TimeSpan now)
    {
        if (_members.Contains(said.By))
            _over.Add(said.By);
        else if (!_fading.Remove(said.By))
            return;
        var unheardOf = said.Unsettled.Any(node => !_members.Contains(node) && !_fading.ContainsKey(node));
        Later(ref _notBefore, now + said.Remaining);
        if (unheardOf)
            Later(ref _notBefore, now + margin);
    }

    private void Settle(TimeSpan now)
    {
        foreach (var node in _fading.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList())
            _fading.Remove(node);
    }

    private void Advance(TimeSpan now)
    {
        NextDue = null;
        switch (At)
        {
            case Stage.Waiting when MustGo:
                BecomeOver(now);
                break;
            case Stage.Waiting when MayTakePart:
                Wait(now);
                break;
            case Stage.Holding when MustGo && _alive:
                At = Stage.Ending;
                _effects.Add(new Out.EndInstance());
                break;
            case Stage.Holding when MustGo:
            case Stage.Ending when !_alive:
                BecomeOver(now);
                break;
        }
    }

    private void Wait(TimeSpan now)
    {
        var unsettled = Unsettled().ToList();
        var last = _fading.Values.Append(_notBefore).Max();
        if (unsettled.Count == 0 && last <= now)
        {
            At = Stage.Holding;
            _alive = true;
            _effects.Add(new Out.StartInstance());
            return;
        }

        if (last > now)
            NextDue = last;
        if (unsettled.TrueForAll(member => member.Status is MemberStatus.Exiting or MemberStatus.Down))
            AskThoseExiting(unsettled, now);
    }

    private void AskThoseExiting(List<Member> unsettled, TimeSpan now)
    {
        var exiting = unsettled.Where(member => member.Status == MemberStatus.Exiting).ToList();
        if (exiting.Count == 0)
            return;
        if (_askAgainAt <= now)
        {
            _askAgainAt = now + retryInterval;
            _effects.AddRange(exiting.Select(member => new Out.Ask(member.UniqueAddress)));
        }

        NextDue = NextDue is { } due && due < _askAgainAt ? due : _askAgainAt;
    }

    private void BecomeOver(TimeSpan now)
    {
        At = Stage.Over;
        if (_members.Self is { } me)
        {
            _askers.UnionWith(_members.All
                .Where(other => me.IsOlderThan(other) && other.Status is not (MemberStatus.Exiting or MemberStatus.Down))
                .Where(other => !other.Equals(me))
                .Select(other => other.UniqueAddress));
        }

        foreach (var other in _askers)
            SayOver(other, now);
        _effects.Add(new Out.Finished());
    }

    private void SayOver(UniqueAddress to, TimeSpan now)
    {
        var last = _fading.Values.Append(_notBefore).Max();
        var remaining = last > now ? last - now : TimeSpan.Zero;
        _effects.Add(new Out.SayOver(to, remaining, [.. Unsettled().Select(member => member.UniqueAddress)]));
    }

    /// <summary>Older members that may still run the instance, or start it.</summary>
    private IEnumerable<Member> Unsettled() => _members.Self is { } me
        ? _members.OlderThan(me).Where(member => member.UpNumber != Member.NoUpNumber && !_over.Contains(member.UniqueAddress))
        : [];

    private static void Later(ref TimeSpan moment, TimeSpan other) => moment = other > moment ? other : moment;
}
