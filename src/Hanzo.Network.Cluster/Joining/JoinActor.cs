using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>
/// Carries out what <see cref="JoinDecider"/> decides: gathers contacts from beacons and other roads, probes them over remoting, joins or
/// founds the cluster, and publishes progress on the board of its setup. Once a member it only watches for news to tell.
/// </summary>
internal sealed class JoinActor : ReceiveActor
{
    public const string Name = "joining";

    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(25);

    private readonly JoiningSetup _setup;
    private readonly NodeIdentity _self;
    private readonly IActorRef _contact;
    private readonly BeaconTraffic _traffic;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly JoinAttempt _attempt;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ContactProbes _probes;
    private readonly RoadBook _book = new();
    private readonly SortedDictionary<string, IActorRef> _roads = new(StringComparer.Ordinal);
    private readonly long _startedAt;
    private readonly ITimer _timer;
    private IActorRef? _beacons;
    private IActorRef? _merging;
    private JoinState _state;
    private JoiningProtocol.SelfReport? _told;

    public JoinActor(JoiningSetup setup, BeaconTraffic traffic, IActorRef contact)
    {
        (_setup, _traffic, _self, _contact) = (setup, traffic, traffic.Self, contact);
        _attempt = new JoinAttempt(_cluster, Self);
        _probes = new ContactProbes(Context, _cluster);
        _startedAt = setup.Time.GetTimestamp();
        _state = Begin(setup, _self);
        var actor = Self;
        _timer = setup.Time.CreateTimer(_ => actor.Tell(JoiningProtocol.Tick.Instance), null, TickEvery, TickEvery);

        Receive<JoinInput>(Step);
        Receive<JoiningProtocol.Tick>(_ => OnTick());
        Receive<JoiningProtocol.BeaconHeard>(OnBeaconHeard);
        Receive<JoiningProtocol.ProbedBy>(OnProbedBy);
        Receive<ContactAnswer>(OnAnswer);
        Receive<JoiningProtocol.RoadLeads>(OnRoadLeads);
        Receive<JoiningProtocol.RoadTurns>(OnRoadTurns);
        Receive<JoinAttempt.Ended>(OnAttemptEnded);
    }

    private TimeSpan Now => _setup.Time.GetElapsedTime(_startedAt);

    public static Props Props(JoiningSetup setup, BeaconTraffic traffic, IActorRef contact) =>
        Akka.Actor.Props.Create(() => new JoinActor(setup, traffic, contact));

    // Before its children say anything.
    private static JoinState Begin(JoiningSetup setup, NodeIdentity self)
    {
        var begun = new JoinState(self, setup.Options.Timings, TimeSpan.Zero)
        {
            Left = setup.Options.Left, Right = new FoundingRight(Needed: setup.Right is not null),
        };
        return setup.Options.UdpDiscovery ? begun with { ShoutsSince = null, HearsSince = null } : begun;
    }

    protected override void PreStart()
    {
        _setup.Board.Update(status => status with { Self = _self });
        if (!_setup.Options.Seeds.IsEmpty) Follow(new FixedRoad(RoadNames.Seeds, _setup.Options.Seeds));
        foreach (var road in _setup.Roads) Follow(road);
        foreach (var road in _setup.BeaconRoads) Follow(road);
        var udp = new BeaconRoad(RoadNames.Udp, _setup.Datagrams);
        if (_setup.Options.UdpDiscovery) _beacons = Context.ActorOf(BeaconActor.Props(_setup, _traffic, udp, Self), "beacons");
        foreach (var known in _setup.Options.Remembered) Step(new JoinInput.AddressFound(known, "remembered", Configured: false));
        Step(new JoinInput.Tick());
    }

    protected override void PostStop()
    {
        _timer.Dispose();
        _attempt.Dispose();
        _setup.Right?.GiveUp();
    }

    private void Follow(IContactRoad road)
    {
        AwaitWord(road.Name);
        _roads[road.Name] = Context.ActorOf(RoadActor.Props(_setup, _self, road, Self), $"road-{road.Name}");
    }

    private void Follow(BeaconRoad road)
    {
        AwaitWord(road.Name);
        var traffic = new BeaconTraffic(_self, _setup.Keys, _setup.Time);
        _roads[road.Name] = Context.ActorOf(BeaconActor.Props(_setup, traffic, road, Self), $"road-{road.Name}");
    }

    private void OnRoadLeads(JoiningProtocol.RoadLeads leads)
    {
        var (found, lost) = _book.Tell(leads.Road, leads.Addresses, leads.Configured);
        foreach (var address in lost)
        {
            Step(new JoinInput.AddressLost(address));
            _merging?.Tell(new MergeInput.AddressLost(address));
        }

        foreach (var address in found)
        {
            Step(new JoinInput.AddressFound(address, leads.Road, leads.Configured));
            _merging?.Tell(new MergeInput.AddressFound(address, leads.Road, leads.Configured));
        }
    }

    private void OnRoadTurns(JoiningProtocol.RoadTurns turns)
    {
        _book.Replace(turns.Road, turns.Old, turns.New);
        Step(new JoinInput.AddressReplaced(turns.Old, turns.New));
        _merging?.Tell(new MergeInput.AddressReplaced(turns.Old, turns.New));
    }

    private void AwaitWord(string road) => _state = _state with { SilentRoads = _state.SilentRoads.Add(road) };

    private void OnTick()
    {
        _attempt.GiveUpIfLate(Now);
        Step(new JoinInput.Tick());
    }

    private void OnAnswer(ContactAnswer answer)
    {
        if (_probes.Match(answer) is not { } asked) return;
        Step(new JoinInput.ReportReceived(answer.Report, asked));
        MeasureSkew(answer.Report);
    }

    private void OnBeaconHeard(JoiningProtocol.BeaconHeard heard)
    {
        Step(new JoinInput.BeaconHeard(heard.Beacon, heard.Road));
        _merging?.Tell(heard);
    }

    private void OnProbedBy(JoiningProtocol.ProbedBy probed)
    {
        Step(new JoinInput.ReportReceived(probed.Report, Asked: null));
        MeasureSkew(probed.Report);
        Note(probed.Report);
        _merging?.Tell(probed);
    }

    private void Note(ContactReport report)
    {
        if (report.Node.Network != _self.Network) return;
        var prober = new Prober(report.Node, _setup.Time.GetUtcNow(), report.IsHeard(_self));
        if (_setup.Board.Current is var status && status.WithProber(prober) != status)
            _setup.Board.Update(current => current.WithProber(prober));
    }

    private void MeasureSkew(ContactReport report)
    {
        if (report.At is { } at) Step(new JoinInput.SkewMeasured(report.Node, at - _setup.Time.GetUtcNow()));
    }

    private void OnAttemptEnded(JoinAttempt.Ended ended)
    {
        if (!_attempt.IsCurrent(ended)) return;
        _attempt.Dispose();
        Step(ended.Failure is null ? new JoinInput.JoinSucceeded(_state.Cluster!) : new JoinInput.JoinFailed(ended.Failure));
    }

    private void Step(JoinInput input)
    {
        var before = _state;
        (_state, var effects) = JoinDecider.Step(_state, input, Now);
        foreach (var effect in effects) Perform(effect);
        if (_state.Phase != before.Phase) OnPhase(before);
        TellContact();
    }

    private void Perform(JoinEffect effect)
    {
        switch (effect)
        {
            case JoinEffect.Probe probe:
                Probe(probe.To);
                break;
            case JoinEffect.Join join:
                _attempt.Start(_probes.Remote(join.Through), Now);
                break;
            case JoinEffect.Found:
                _state = _state with { Cluster = new ClusterIdentity(_self.Incarnation, _setup.Time.GetUtcNow()) };
                _attempt.Start(_cluster.SelfAddress, Now);
                break;
            case JoinEffect.TakeRight take:
                // By the mailbox: what has been heard meanwhile counts first.
                Self.Tell(new JoinInput.RightTold(_setup.Right!.TryTake(_self, take.Turn)));
                break;
            case JoinEffect.GiveUpRight:
                _setup.Right!.GiveUp();
                break;
            case JoinEffect.Refuse refuse:
                OnRefused(refuse.Reason);
                break;
            case JoinEffect.Notify notify:
                _log.Warning("{0}", notify.Notice.Text);
                _setup.Board.Update(status => status.WithNotice(_setup.Time.GetUtcNow(), notify.Notice));
                break;
            case JoinEffect.Withdraw withdraw:
                _setup.Board.Update(status => status.WithoutNotice(withdraw.Key));
                break;
            case JoinEffect.Trace trace:
                _log.Debug("{0}", trace.Text);
                _setup.Board.Update(status => status.WithTrail(_setup.Time.GetUtcNow(), trace.Text));
                break;
        }
    }

    private void Probe(NodeAddress to) =>
        _probes.Send(to, ContactReports.Compose(_setup, _self, Progress(), ownStatus: null, members: []));

    private void OnRefused(string reason)
    {
        _log.Error("{0}", reason);
        _attempt.Dispose();
        if (_beacons is not null) Context.Stop(_beacons);
        foreach (var road in _roads.Values) Context.Stop(road);
        Context.System.Stop(_contact);
        _cluster.Leave(_cluster.SelfAddress);
        _setup.Board.Update(status => status with { Refusal = reason });
    }

    private void OnPhase(JoinState before)
    {
        var state = _state;
        _setup.Board.Update(status => status with { Phase = state.Phase, Cluster = state.Cluster });
        if (state.Phase is not (JoinPhase.Joined or JoinPhase.Refused)) return;
        if (state is { Phase: JoinPhase.Joined, Right.Needed: true })
            _timer.Change(state.Timings.MemberRightInterval, state.Timings.MemberRightInterval);
        else _timer.Dispose();
        if (state.Phase != JoinPhase.Joined) return;
        var announce = new JoiningProtocol.AnnounceCluster(state.Cluster!);
        _beacons?.Tell(announce);
        foreach (var road in _roads.Values) road.Tell(announce);
        var contacts = before.Contacts.Values.Where(contact => !contact.Useless).ToImmutableArray();
        _merging = Context.ActorOf(MergeActor.Props(_setup, _self, state.Cluster!, contacts), MergeActor.Name);
    }

    private void TellContact()
    {
        var progress = Progress();
        if (_told is { } told && told.Phase == progress.Phase && told.Cluster == progress.Cluster
            && told.AnsweringContacts.SequenceEqual(progress.AnsweringContacts)) return;
        _told = progress;
        _contact.Tell(progress);
    }

    private JoiningProtocol.SelfReport Progress() => new(_state.Phase, _state.Cluster, _state.AnsweringPeers(Now));
}
