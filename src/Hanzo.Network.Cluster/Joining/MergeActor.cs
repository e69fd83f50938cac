using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>
/// Carries out what <see cref="MergeDecider"/> decides while this node is a member: follows membership, probes strangers, tells the
/// user of a second cluster, and asks the host for another actor system when this one's cluster is the younger.
/// </summary>
internal sealed class MergeActor : ReceiveActor
{
    public const string Name = "merging";

    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    private readonly JoiningSetup _setup;
    private readonly NodeIdentity _self;
    private readonly JoiningProtocol.SelfReport _progress;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ContactProbes _probes;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SortedDictionary<NodeAddress, Member> _members = [];
    private readonly long _startedAt;
    private readonly ITimer _timer;
    private MergeState _state;
    private bool _ticks;

    /// <param name="contacts">What was known of the network when this node joined.</param>
    public MergeActor(JoiningSetup setup, NodeIdentity self, ClusterIdentity ours, ImmutableArray<Contact> contacts)
    {
        (_setup, _self) = (setup, self);
        _progress = new JoiningProtocol.SelfReport(JoinPhase.Joined, ours, []);
        _probes = new ContactProbes(Context, _cluster);
        _startedAt = setup.Time.GetTimestamp();
        var left = setup.Options.Left is { } before && MergeDecider.Compare(ours, before) < 0 ? before : null;
        _state = new MergeState(self, ours, Now, setup.Options.MergeTimings, left);
        var actor = Self;
        _timer = setup.Time.CreateTimer(
            _ => actor.Tell(JoiningProtocol.Tick.Instance), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        Receive<ClusterEvent.CurrentClusterState>(snapshot => OnSnapshot(snapshot, contacts));
        Receive<ClusterEvent.MemberRemoved>(OnRemoved);
        Receive<ClusterEvent.IMemberEvent>(change => OnMember(change.Member));
        Receive<MergeInput>(Step);
        Receive<JoiningProtocol.BeaconHeard>(heard => Step(new MergeInput.BeaconHeard(heard.Beacon)));
        Receive<JoiningProtocol.ProbedBy>(probed => Step(new MergeInput.ReportReceived(probed.Report, Asked: null)));
        Receive<ContactAnswer>(OnAnswer);
        Receive<JoiningProtocol.Tick>(_ => Step(new MergeInput.Tick()));
    }

    private MemberStatus? OwnStatus => _members.GetValueOrDefault(_self.Address)?.Status;

    private TimeSpan Now => _setup.Time.GetElapsedTime(_startedAt);

    public static Props Props(JoiningSetup setup, NodeIdentity self, ClusterIdentity ours, ImmutableArray<Contact> contacts) =>
        Akka.Actor.Props.Create(() => new MergeActor(setup, self, ours, contacts));

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop()
    {
        _timer.Dispose();
        _cluster.Unsubscribe(Self);
    }

    private void OnSnapshot(ClusterEvent.CurrentClusterState snapshot, ImmutableArray<Contact> contacts)
    {
        foreach (var member in snapshot.Members) Put(member);
        StepMembers(lost: null);
        foreach (var known in contacts) Step(new MergeInput.AddressFound(known.Address, known.Road, known.Configured));
    }

    private void OnMember(Member member)
    {
        Put(member);
        StepMembers(lost: null);
    }

    // A new life at the same address may already have taken the place of the one that is removed.
    private void OnRemoved(ClusterEvent.MemberRemoved removed)
    {
        if (ContactReports.ToNodeAddress(removed.Member.Address) is not { } address) return;
        if (!_members.TryGetValue(address, out var known) || !known.UniqueAddress.Equals(removed.Member.UniqueAddress)) return;
        _members.Remove(address);
        StepMembers(lost: removed.PreviousStatus == MemberStatus.Down ? address : null);
    }

    private void Put(Member member)
    {
        if (ContactReports.ToNodeAddress(member.Address) is { } address) _members[address] = member;
    }

    // While this node goes itself, the others vanish from its view, though not from the network.
    private void StepMembers(NodeAddress? lost)
    {
        if (OwnStatus is not (MemberStatus.Up or MemberStatus.Joining or MemberStatus.WeaklyUp)) return;
        var members = _members.Where(member => member.Value.Status != MemberStatus.Down).Select(member => member.Key);
        var elders = _members.Values.Order(Member.AgeOrdering).TakeWhile(member => !member.Address.Equals(_cluster.SelfAddress));
        Step(new MergeInput.MembersChanged([.. members], lost)
        {
            Speak = NodeRole.SharedBy(_members.Values),
            EldersSpeak = OwnStatus == MemberStatus.Up ? NodeRole.SharedBy(elders) : null,
        });
    }

    private void OnAnswer(ContactAnswer answer)
    {
        if (_probes.Match(answer) is { } asked) Step(new MergeInput.ReportReceived(answer.Report, asked));
    }

    private void Step(MergeInput input)
    {
        var before = _state;
        (_state, var effects) = MergeDecider.Step(_state, input, Now);
        foreach (var effect in effects) Perform(effect);
        if (_state.Members != before.Members || _state.Strangers.Count != before.Strangers.Count) Remember();
        if (_state.IsAlert == _ticks) return;
        _ticks = _state.IsAlert;
        var period = _ticks ? TickEvery : Timeout.InfiniteTimeSpan;
        _timer.Change(period, period);
    }

    private void Perform(MergeEffect effect)
    {
        switch (effect)
        {
            case MergeEffect.Probe probe:
                _probes.Send(probe.To, Report());
                break;
            case MergeEffect.Rejoin rejoin:
                _log.Warning("leaves cluster {0} for {1}, which is older", _state.Ours.Id, rejoin.Older.Id);
                _setup.Board.Update(status => status with { Leaves = _state.Ours });
                _setup.Rejoin();
                break;
            case MergeEffect.Part part:
                _log.Warning("{0}", part.Reason);
                _setup.Rejoin();
                break;
            case MergeEffect.Notify notify:
                _log.Warning("{0}", notify.Notice.Text);
                _setup.Board.Update(status => status.WithNotice(_setup.Time.GetUtcNow(), notify.Notice));
                break;
            case MergeEffect.Withdraw withdraw:
                _setup.Board.Update(status => status.WithoutNotice(withdraw.Key));
                break;
            case MergeEffect.Trace trace:
                _setup.Board.Update(status => status.WithTrail(_setup.Time.GetUtcNow(), trace.Text));
                break;
        }
    }

    private void Remember()
    {
        var known = _state.Members.Union(_state.Strangers.Keys).Remove(_self.Address);
        var members = _state.Members.Remove(_self.Address);
        _setup.Board.Update(status => status with { Known = [.. known], Members = [.. members] });
    }

    private ContactReport Report() => ContactReports.Compose(_setup, _self, _progress, OwnStatus, _members.Values);
}
