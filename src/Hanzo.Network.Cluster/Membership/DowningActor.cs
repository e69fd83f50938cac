using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Remote;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Membership;

/// <summary>
/// Carries out what <see cref="DowningDecider"/> decides: follows membership and broken connections, dials suspects, downs.
/// </summary>
internal sealed class DowningActor : ReceiveActor
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DialTimeout = TimeSpan.FromMilliseconds(500);

    private readonly JoiningSetup _setup;
    private readonly Akka.Cluster.Cluster _cluster;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SortedDictionary<NodeAddress, Member> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];
    private readonly long _startedAt;
    private readonly ITimer _timer;
    private readonly ActorsSetup _actors;
    private DowningState? _state;

    public DowningActor(JoiningSetup setup, Akka.Cluster.Cluster cluster)
    {
        (_setup, _cluster, _actors) = (setup, cluster, ActorsSetup.Of(Context.System));
        _startedAt = setup.Time.GetTimestamp();
        var actor = Self;
        _timer = setup.Time.CreateTimer(
            _ => actor.Tell(JoiningProtocol.Tick.Instance), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        Receive<ClusterEvent.CurrentClusterState>(OnSnapshot);
        Receive<ClusterEvent.MemberRemoved>(removed => OnRemoved(removed.Member));
        Receive<ClusterEvent.IMemberEvent>(changed => OnMember(changed.Member));
        Receive<ClusterEvent.UnreachableMember>(unreachable => OnReachability(unreachable.Member, reachable: false));
        Receive<ClusterEvent.ReachableMember>(reachable => OnReachability(reachable.Member, reachable: true));
        Receive<DisassociatedEvent>(OnDisassociated);
        Receive<DowningInput>(Step);
        Receive<JoiningProtocol.Tick>(_ => Step(new DowningInput.Tick()));
    }

    private TimeSpan Now => _setup.Time.GetElapsedTime(_startedAt);

    public static Props Props(JoiningSetup setup, Akka.Cluster.Cluster cluster) =>
        Akka.Actor.Props.Create(() => new DowningActor(setup, cluster));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        _cluster.Subscribe(
            Self,
            ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot,
            typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.IReachabilityEvent));
    }

    protected override void PostStop()
    {
        _timer.Dispose();
        _stopping.Cancel();
        Context.System.EventStream.Unsubscribe(Self);
        _cluster.Unsubscribe(Self);
    }

    private void OnSnapshot(ClusterEvent.CurrentClusterState snapshot)
    {
        foreach (var member in snapshot.Members) Put(member);
        foreach (var member in snapshot.Unreachable) _unreachable.Add(member.UniqueAddress);
        StepMembers();
    }

    private void OnMember(Member member)
    {
        Put(member);
        StepMembers();
    }

    // A new incarnation at the same address may already have taken the place of the one that is removed.
    private void OnRemoved(Member member)
    {
        _unreachable.Remove(member.UniqueAddress);
        if (ContactReports.ToNodeAddress(member.Address) is not { } address) return;
        if (!_members.TryGetValue(address, out var known) || !known.UniqueAddress.Equals(member.UniqueAddress)) return;
        _members.Remove(address);
        StepMembers();
    }

    private void OnReachability(Member member, bool reachable)
    {
        if (reachable) _unreachable.Remove(member.UniqueAddress);
        else _unreachable.Add(member.UniqueAddress);
        StepMembers();
    }

    private void OnDisassociated(DisassociatedEvent lost)
    {
        if (ContactReports.ToNodeAddress(lost.RemoteAddress) is { } address) Step(new DowningInput.Disassociated(address));
    }

    private void StepMembers()
    {
        var byAge = _members.Values.Order(Member.AgeOrdering).ToArray();
        Step(new DowningInput.MembersChanged([.. byAge.Select(View)]));
    }

    private MemberView View(Member member, int age)
    {
        var address = ContactReports.ToNodeAddress(member.Address)!;
        var leaving = member.Status is MemberStatus.Leaving or MemberStatus.Exiting;
        var votes = leaving || member.Status == MemberStatus.Up;
        return new MemberView(address, member.UniqueAddress.Uid, age, votes, leaving, _unreachable.Contains(member.UniqueAddress));
    }

    private void Step(DowningInput input)
    {
        var state = _state ?? new DowningState(ContactReports.ToNodeAddress(_cluster.SelfAddress)!, DowningTimings.Default);
        (_state, var effects) = _actors.Downing(state, input, Now);
        foreach (var effect in effects) Perform(effect);
        _timer.Change(_state.IsAlert ? TickEvery : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void Perform(DowningEffect effect)
    {
        switch (effect)
        {
            case DowningEffect.Dial dial:
                _setup.Dialer.DialAsync(dial.Address, DialTimeout, _stopping.Token).PipeTo(
                    Self,
                    success: result => new DowningInput.Dialled(dial.Address, result),
                    failure: _ => new DowningInput.Dialled(dial.Address, DialResult.Silent));
                break;
            case DowningEffect.Down down:
                Down(down.Address, down.Reason);
                break;
        }
    }

    private void Down(NodeAddress address, string reason)
    {
        _log.Warning("downs {0}: {1}", address, reason);
        _setup.Board.Update(status => status.WithTrail(_setup.Time.GetUtcNow(), $"downs {address}: {reason}"));
        _cluster.Down(new Address(_cluster.SelfAddress.Protocol, _cluster.SelfAddress.System, address.Host, address.Port));
    }

    private void Put(Member member)
    {
        if (ContactReports.ToNodeAddress(member.Address) is { } address) _members[address] = member;
    }
}
