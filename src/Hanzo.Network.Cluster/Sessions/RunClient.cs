using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>Carries the <see cref="Pursuit"/> of one waiting caller within one actor system.</summary>
internal class RunClient : ReceiveActor, IWithTimers
{
    private readonly RunCall _call;
    private readonly IActorRef _region;
    private readonly TimeProvider _time;
    private readonly CancellationToken _withdrawn;
    private readonly TaskCompletionSource _stopped;
    private Pursuit _pursuit;
    private IActorRef? _session;
    private int _taken;
    private int _watches;

    public RunClient(RunCall call, IActorRef region, TimeProvider time, TaskCompletionSource stopped, CancellationToken withdrawn)
    {
        (_call, _region, _time, _withdrawn, _stopped) = (call, region, time, withdrawn, stopped);
        _pursuit = call.Pursuit.Resume(Now);

        Receive<Wake>(_ => OnWake());
        Receive<RunAccepted>(OnAccepted, accepted => accepted.Request == _call.Start?.Request);
        Receive<RunRefused>(refused => Do(_pursuit.Refused(refused)), refused => refused.Request == _call.Start?.Request);
        Receive<RunUnbound>(unbound => OnUnbound(unbound), unbound => unbound.Request == _call.Start?.Request);
        Receive<RunObserved>(OnObserved);
        Receive<RunDeclined>(declined => Do(_pursuit.Declined(declined)));
        Receive<RunUnknown>(unknown => Do(_pursuit.Unknown(unknown, Now)));
        Receive<DirectoryChanged>(changed => OnChanged(changed.Snapshot));
        Receive<Abandon>(_ => OnAbandoned());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="withdrawn">Cancelled when this node itself leaves: then it is the next generation's to judge who is left.</param>
    /// <param name="stopped">Completed when this client has stopped, with its call ended or not.</param>
    public static Props Props(
        RunCall call, IActorRef region, TimeProvider time, TaskCompletionSource stopped, CancellationToken withdrawn) =>
        Akka.Actor.Props.Create(() => new RunClient(call, region, time, stopped, withdrawn));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DirectoryChanged));
        Do(_pursuit.Tick(Now));
    }

    // A pursuit that broke is not begun again: the caller is told, and this actor ends.
    protected override void PreRestart(Exception reason, object message) =>
        _call.Fail(new AgentNetworkException(NetworkError.Unavailable, $"waiting for the run broke: {reason.Message}", reason));

    protected override void PostRestart(Exception reason) => Context.Stop(Self);

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _call.Pursuit = _pursuit;
        _stopped.TrySetResult();
    }

    private void OnChanged(DirectorySnapshot snapshot)
    {
        if (_withdrawn.IsCancellationRequested || snapshot.SelfLeaves) return;
        Do(_pursuit.Changed(WhyNoHome(snapshot), Now, snapshot.UndeployedText(_pursuit.Agent) is not null));
        Do(_pursuit.Tick(Now));
    }

    private Refusal? WhyNoHome(DirectorySnapshot snapshot)
    {
        if (_pursuit.Known is { } run) return Dispatcher.WhyNoHome(snapshot, run.Session.Slot);
        if (Dispatcher.WhyNoJournal(snapshot, _call.Start?.Journal) is { } away) return away;
        if (_call.Start is { Continues: true, Session: var session } && Dispatcher.WhyHeld(snapshot, session.Slot) is { } held)
            return new Refusal(NetworkError.HistoryUnavailable, $"{held}.");
        return Dispatcher.HasCandidate(snapshot, _pursuit.Agent)
            ? null
            : new Refusal(NetworkError.NoCandidate, Dispatcher.NoCandidateText(snapshot, _pursuit.Agent));
    }

    private void OnUnbound(RunUnbound unbound)
    {
        Do(_pursuit.Unbound(unbound, Now));
        Do(_pursuit.Tick(Now));
    }

    private void OnWake()
    {
        _pursuit = _pursuit.Noted(_call.Journal?.Last, Now);
        Do(_pursuit.Tick(Now));
        GiveCredit();
    }

    private void OnAccepted(RunAccepted accepted)
    {
        _session = Sender;
        Do(_pursuit.Accepted(accepted, Now));
    }

    private void OnObserved(RunObserved observed)
    {
        _session = Sender;
        _taken += observed.Events.Count(@event => @event.Sequence is null);
        Do(_pursuit.Observed(observed, _call.Room, Now));
        GiveCredit();
    }

    /// <summary>As the caller reads: one that does not gets no more pieces of replies.</summary>
    private void GiveCredit()
    {
        if (_taken < RunWatch.MaxCredit / 2 || _call.Room <= RunCall.MaxWaitingEvents / 2 || _pursuit.Known is not { } run) return;
        _region.Tell(new RunCredit(run.Id, _taken));
        _taken = 0;
    }

    /// <summary>Told to the session that has been heard, not to its region: one that has ended since is not begun anew for that.</summary>
    private void OnAbandoned()
    {
        if (_pursuit.Known is { } run) (_session ?? _region).Tell(new RunUnwatch(run.Id));
        Context.Stop(Self);
    }

    private void Do(Pursuit.Step step)
    {
        if (_pursuit.Ended) return;
        _pursuit = step.Next;
        foreach (var action in step.Actions) Do(action);
        if (_pursuit.Ended) Context.Stop(Self);
        else Timers.StartSingleTimer(nameof(Wake), Wake.Instance, Until(_pursuit.Due));
    }

    private void Do(PursuitAction action)
    {
        switch (action)
        {
            case Start start:
                var message = _call.Start! with { Attempt = start.Attempt, Credit = _call.Credit };
                WayTo(message.Session.Slot, isPast: start.Attempt % 2 == 0).Tell(message, Self);
                break;
            case Rebind rebind:
                _call.Rebind(rebind.Journal);
                break;
            case Watch watch:
                _taken = 0;
                var envelope = _call.Start?.Envelope ?? new WireEnvelope("");
                WayTo(watch.Run.Session.Slot, isPast: _watches++ % 2 == 1)
                    .Tell(new RunWatch(envelope, watch.Run, watch.After) { Credit = _call.Credit }, Self);
                break;
            case Accept accept:
                _call.Accept(accept.Run);
                break;
            case Deliver deliver:
                _call.Deliver(deliver.Event);
                break;
            case Done done:
                _call.Complete(done.Run);
                break;
            case Over:
                _call.EndEvents();
                break;
            case DoneUnseen done:
                _call.CompleteUnseen(done.Run, new AgentNetworkException(NetworkError.EventsDeleted, done.Message));
                break;
            case Failed failed:
                _call.Fail(new AgentNetworkException(failed.Error, failed.Message));
                break;
            default:
                throw new ArgumentException($"'{action.GetType().Name}' is not an action of a pursuit.", nameof(action));
        }
    }

    /// <summary>
    /// Each attempt goes one way only, since each is answered for itself: by the region, and when that led to no answer, past it.
    /// </summary>
    private ICanTell WayTo(SlotId slot, bool isPast) => isPast && _call.Network is { } network
        ? (ICanTell?)SlotRoute.ToHost(Context.System, network.Current, slot) ?? _region
        : _region;

    private TimeSpan Until(TimeSpan due) => due > Now ? due - Now : TimeSpan.FromMilliseconds(1);

    private TimeSpan Now => _time.Elapsed();

    /// <summary>The caller does not wait any more.</summary>
    public sealed record Abandon
    {
        public static readonly Abandon Instance = new();
    }

    private sealed record Wake
    {
        public static readonly Wake Instance = new();
    }
}
