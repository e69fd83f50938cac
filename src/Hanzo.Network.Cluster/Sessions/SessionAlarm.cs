using Akka.Actor;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>Sends a session a message at the time set last, or earlier when that is far off: it sets the next one then.</summary>
internal sealed class SessionAlarm(IScheduler scheduler, IActorRef session, object message, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private (DateTimeOffset At, ICancelable Timer)? _set;

    /// <param name="at">Null: none.</param>
    public void Set(DateTimeOffset? at)
    {
        if (at == _set?.At) return;
        _set?.Timer.Cancel();
        _set = null;
        if (at is not { } next) return;
        var delay = next - time.GetUtcNow();
        delay = delay < TimeSpan.Zero ? TimeSpan.Zero : delay < Longest ? delay : Longest;
        _set = (next, scheduler.ScheduleTellOnceCancelable(delay, session, message, session));
    }

    /// <summary>The message has come: the same time may be set again.</summary>
    public void Rang() => _set = null;
}
