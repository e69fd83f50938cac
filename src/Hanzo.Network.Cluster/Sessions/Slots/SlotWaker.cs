using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;
using static Hanzo.Network.Cluster.Sessions.Slots.SlotIndexProtocol;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>
/// Sees to it that unfinished runs go on without being asked for: after the end of a node, after a slot has left one, and at start
/// it reads the indices of the slots that nobody has, and wakes those with something to do.
/// </summary>
internal sealed class SlotWaker : ReceiveActor, IWithTimers
{
    public const string Name = "waker";

    /// <summary>A node that begins lets others join first, so that they have their share of what goes on.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    /// <summary>What changes together is looked at together.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan AgainAfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>For what no change has told of.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(60);

    private readonly IEventStore _store;
    private readonly IActorRef _region;
    private readonly Board<DirectorySnapshot> _board;
    private readonly IActorRef _directory;
    private readonly Func<bool> _rests;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopped = new();
    private SlotWaking _waking = SlotWaking.Start;
    private ImmutableSortedSet<string> _own = [];
    private bool _isSettled;
    private bool _isLooking;

    public SlotWaker(
        IEventStore store, IActorRef region, Board<DirectorySnapshot> board, IActorRef directory, Func<bool> rests, ILogger log)
    {
        (_store, _region, _board, _directory, _rests, _log) = (store, region, board, directory, rests, log);
        Receive<DirectoryChanged>(OnChanged);
        Receive<Look>(_ => OnLook(isRound: false));
        Receive<NewRound>(_ => OnNewRound());
        Receive<Looked>(OnLooked);
        Receive<Status.Failure>(failure => OnFailed(failure.Cause));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="rests">The node is cut off: what is unfinished may go on elsewhere.</param>
    public static Props Props(
        IEventStore store, IActorRef region, Board<DirectorySnapshot> board, IActorRef directory, Func<bool> rests, ILogger log) =>
        Akka.Actor.Props.Create(() => new SlotWaker(store, region, board, directory, rests, log));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DirectoryChanged));
        Timers.StartSingleTimer(nameof(Look), Look.Instance, Settle);
        Timers.StartPeriodicTimer(nameof(NewRound), NewRound.Instance, Round);
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void OnChanged(DirectoryChanged changed)
    {
        _waking = _waking.Seen(changed.Snapshot);
        WakeNewcomers(changed.Snapshot.Self?.Description?.Slots ?? []);
        if (!_isSettled) return;
        // That a member has gone does not wait, and what was woken while sharding still had it hardly.
        if (_waking.HasLost) OnLook(isRound: false);
        else if (changed.IsRemoval) Timers.StartSingleTimer(nameof(Look), Look.Instance, Calm);
        else LookIn(Calm);
    }

    /// <summary>A slot may have come here by a message that was lost on its way: then nobody has begun its index.</summary>
    private void WakeNewcomers(ImmutableSortedSet<string> own)
    {
        if (_rests()) return;
        foreach (var slot in own.Except(_own))
            if (SlotId.TryParse(slot, out var id)) _region.Tell(new SlotWake(id), ActorRefs.NoSender);
        _own = own;
    }

    private void OnNewRound()
    {
        _waking = _waking.Anew();
        OnLook(isRound: true);
    }

    private void OnLook(bool isRound)
    {
        _isSettled = true;
        var snapshot = _board.Current;
        _waking = _waking.Seen(snapshot);
        if (_isLooking || _rests() || !SlotWaking.IsFor(snapshot, isRound)) return;
        var asks = _waking.IsStale;
        if (asks) _waking = _waking.Asking();
        var unowned = _waking.Unowned(snapshot);
        if (!asks && unowned.IsEmpty) return;
        _isLooking = true;
        LookAsync(asks, unowned, _stopped.Token).PipeTo(Self);
    }

    private void OnLooked(Looked looked)
    {
        _isLooking = false;
        if (!looked.Known.IsEmpty) _directory.Tell(new HistoryFound([.. looked.Known]), ActorRefs.NoSender);
        _waking = _waking.Found(looked.Known).Seen(_board.Current);
        var unowned = _waking.Unowned(_board.Current);
        foreach (var slot in looked.Unfinished.Intersect(unowned, StringComparer.Ordinal))
        {
            if (_rests() || !SlotId.TryParse(slot, out var id)) continue;
            if (!_waking.WasWoken(slot)) SlotIndexLog.Unowned(_log, slot);
            _waking = _waking.Woken(slot);
            if (_waking.HasGivenUp(slot)) SayWhy(id);
            _region.Tell(new SlotWake(id), ActorRefs.NoSender);
        }

        _waking = _waking.Quieted(looked.Quiet.Intersect(unowned, StringComparer.Ordinal));
        // What the journal has told of is read next; who was woken is looked after until somebody has it.
        if (!_waking.Unowned(_board.Current).IsEmpty) LookIn(looked.Unfinished.IsEmpty ? Calm : Settle);
    }

    private void SayWhy(SlotId slot)
    {
        const string Nobody = "no node has taken it though some may.";
        SlotIndexLog.NoHome(_log, slot.ToString(), Dispatcher.WhyNoHome(_board.Current, slot)?.Message ?? Nobody);
    }

    private void OnFailed(Exception cause)
    {
        _isLooking = false;
        if (cause is OperationCanceledException) return;
        SlotIndexLog.NotRead(_log, cause is EventStoreException ? null : cause, cause.Message);
        _waking = _waking.Anew();
        LookIn(AgainAfterFailure);
    }

    private void LookIn(TimeSpan delay)
    {
        if (!Timers.IsTimerActive(nameof(Look))) Timers.StartSingleTimer(nameof(Look), Look.Instance, delay);
    }

    private async Task<Looked> LookAsync(bool asks, ImmutableArray<string> unowned, CancellationToken cancellation)
    {
        ImmutableArray<string> known = asks ? [.. await SlotIndexName.FindAsync(_store, cancellation)] : [];
        var unfinished = ImmutableArray.CreateBuilder<string>();
        var quiet = ImmutableArray.CreateBuilder<string>();
        foreach (var slot in unowned)
            (await HasUnfinishedAsync(slot, cancellation) ? unfinished : quiet).Add(slot);
        return new Looked(known, unfinished.ToImmutable(), quiet.ToImmutable());
    }

    private async Task<bool> HasUnfinishedAsync(string slot, CancellationToken cancellation)
    {
        if (!SlotId.TryParse(slot, out var id)) return false;
        try
        {
            return !(await SlotIndexReader.ReadAsync(_store, id, cancellation)).Recorded.IsEmpty;
        }
        catch (FormatException)
        {
            // Woken, the index says so to whoever asks; the other slots do not wait for this one.
            return true;
        }
    }

    /// <param name="Known">All slots that the journal has an index of; empty when it was not asked.</param>
    private sealed record Looked(ImmutableArray<string> Known, ImmutableArray<string> Unfinished, ImmutableArray<string> Quiet);

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }

    private sealed record NewRound
    {
        public static readonly NewRound Instance = new();
    }
}
