using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>
/// When to decide: once the same members have been unreachable for so long, by the leader of each side. Members and times in,
/// decisions out.
/// </summary>
/// <param name="stableAfter">How long nothing may have changed.</param>
/// <param name="downAllWhenUnstable">
/// Changes that go on for longer than this beyond <paramref name="stableAfter"/> end all members; null: they do not.
/// </param>
internal sealed class Resolver(UniqueAddress self, DowningStrategy strategy, TimeSpan stableAfter, TimeSpan? downAllWhenUnstable)
{
    /// <summary>A decision that changed nothing is made again so often.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private MembershipState _state = new(self, Gossip.Empty);
    private ImmutableSortedSet<UniqueAddress> _ended = [];
    private SplitView _view = SplitView.Of(new MembershipState(self, Gossip.Empty));
    private TimeSpan _stableSince;
    private TimeSpan _looked = TimeSpan.MinValue;
    private TimeSpan? _firstChange;
    private TimeSpan _lastChange;

    private bool IsResponsible =>
        _state.IsLeader && _state.Self?.Status is not (null or MemberStatus.Joining or MemberStatus.Down);

    public SplitView View => _view;

    private TimeSpan DecidesAt => IsFinal ? _stableSince : _stableSince + stableAfter;

    /// <summary>What is unreachable will stay so: its processes are known to have ended. There is nothing to wait for.</summary>
    private bool IsFinal => _view.Downable.Intersect(_view.Unreachable) is { IsEmpty: false } lost && lost.IsSubsetOf(_ended);

    /// <param name="ended">Members whose processes are known to have ended.</param>
    public void Follow(MembershipState state, ImmutableSortedSet<UniqueAddress> ended, TimeSpan now)
    {
        _ended = ended;
        foreach (var happened in ClusterEventDiff.Between(_state, state))
        {
            if (IsChangeOfReachability(happened))
            {
                (_stableSince, _lastChange, _firstChange) = (now, now, _firstChange ?? now);
            }
            else if (happened is ClusterEvent.MemberUp or ClusterEvent.MemberExited)
            {
                _stableSince = now;
            }
        }

        (_state, _view) = (state, SplitView.Of(state));
        if (_view.Voters(role: null).All(_view.IsReachable))
        {
            _firstChange = null;
        }
    }

    /// <summary>When <see cref="Look"/> is due; null: not before something changes.</summary>
    public TimeSpan? NextLook()
    {
        var decide = IsResponsible && !_view.Unreachable.IsEmpty ? DecidesAt : (TimeSpan?)null;
        var due = Earlier(decide, _firstChange + stableAfter + downAllWhenUnstable);
        return due is { } at && _looked > TimeSpan.MinValue && at < _looked + Again ? _looked + Again : due;
    }

    /// <summary>Null: there is nothing to decide now.</summary>
    public DowningDecision? Look(TimeSpan now)
    {
        _looked = now;
        if (_firstChange is not null && downAllWhenUnstable is null && now - _lastChange > 2 * stableAfter)
        {
            _firstChange = null;
        }

        var decision = Decide(now);
        if (decision is { Nodes.IsEmpty: false })
        {
            (_firstChange, _stableSince) = (null, now);
        }

        return decision is { Nodes.IsEmpty: false } ? decision : null;
    }

    private DowningDecision? Decide(TimeSpan now)
    {
        if (_firstChange + stableAfter + downAllWhenUnstable <= now)
        {
            return DowningDecision.All(_view);
        }

        return IsResponsible && !_view.Unreachable.IsEmpty && now >= DecidesAt
            ? DowningDecision.By(strategy, _view)
            : null;
    }

    private bool IsChangeOfReachability(ClusterEvent.IClusterDomainEvent happened) => happened switch
    {
        ClusterEvent.ReachabilityEvent e => e.Member.UniqueAddress != self,
        ClusterEvent.MemberDowned e => e.Member.UniqueAddress != self,
        _ => false,
    };

    private static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;
}
