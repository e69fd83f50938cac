using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>
/// Looks now and then for sessions that were not used for as long as sessions are kept, and asks each whether it is due: only the session
/// decides. What is not due by the date of its last event is not woken.
/// </summary>
internal sealed class SessionSweeper : ReceiveActor, IWithTimers
{
    public const string Name = "sweeper";

    /// <summary>Ids read at once.</summary>
    private const int Page = 500;

    /// <summary>Sessions looked at, and woken, at once.</summary>
    private const int AtOnce = 8;

    private static readonly TimeSpan RetireWithin = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopped = new();
    private readonly SessionServices _services;
    private readonly IActorRef _region;
    private readonly Board<DirectorySnapshot> _board;
    private readonly TimeSpan _keep;

    /// <param name="keep">As in <see cref="HistoryRetention.KeepSessions"/>.</param>
    public SessionSweeper(SessionServices services, IActorRef region, Board<DirectorySnapshot> board, TimeSpan keep)
    {
        (_services, _region, _board, _keep) = (services, region, board, keep);
        Receive<Look>(_ => SweepAsync(_stopped.Token).PipeTo(Self));
        Receive<Swept>(swept =>
        {
            if (swept.Deleted + swept.Forgotten > 0) SessionLog.Swept(services.Log, keep, swept.Deleted, swept.Forgotten);
            LookLater();
        });
        Receive<Status.Failure>(failure =>
        {
            if (failure.Cause is not OperationCanceledException) SessionLog.NotSwept(services.Log, failure.Cause);
            LookLater();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(SessionServices services, IActorRef region, Board<DirectorySnapshot> board, TimeSpan keep) =>
        Akka.Actor.Props.Create(() => new SessionSweeper(services, region, board, keep));

    protected override void PreStart() => LookLater();

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void LookLater() => Timers.StartSingleTimer(nameof(Look), Look.Instance, SessionAging.PeriodOf(_keep));

    private async Task<Swept> SweepAsync(CancellationToken cancellation)
    {
        var stored = new StoredSessions(_services.Store);
        var swept = new Swept(0, 0);
        SessionId? after = null;
        while (_services.Standing.Current.Detachment is null)
        {
            var page = await stored.NextAsync(after, Page, cancellation);
            var scope = new SweepScope(_board.Current, _services.Histories.HaveIndex);
            foreach (var some in page.Where(session => scope.Holds(session.Slot)).Chunk(AtOnce))
            {
                var steps = await Task.WhenAll(some.Select(session => LookAtAsync(session, cancellation)));
                swept = new Swept(
                    swept.Deleted + steps.Count(step => step is SessionStep.Delete),
                    swept.Forgotten + steps.Count(step => step is SessionStep.Forget));
            }

            if (page.Count < Page) break;
            after = page[^1];
        }

        return swept;
    }

    private async Task<SessionStep> LookAtAsync(SessionId session, CancellationToken cancellation)
    {
        if (await SessionHistory.LastAsync(_services.Store, session, cancellation) is not { } last) return SessionStep.Keep;
        var size = last.Manifest == ConversationEventCodec.Deleted
            ? await _services.Store.SizeAsync(session.ToString(), cancellation)
            : default;
        if (!SessionAging.SeemsDue(last, size, _services.Time.GetUtcNow(), _keep)) return SessionStep.Keep;
        try
        {
            return (await _region.Ask<SessionRetired>(new SessionRetire(session), RetireWithin, cancellation)).Step;
        }
        catch (AskTimeoutException)
        {
            // It is moving, or its store does not answer: it is asked again at the next look.
            return SessionStep.Keep;
        }
    }

    private sealed record Swept(int Deleted, int Forgotten);

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }
}
