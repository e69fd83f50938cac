using Akka.Actor;

namespace Akka.Embedded.Remoting;

/// <summary>
/// Looks after the connections of peers with several addresses. It costs nothing while there is no such peer; of measurements there is
/// one at a time, and at most two a second, whatever the number of peers.
/// </summary>
internal sealed class RouteWatch(Remoting remoting, Func<IEnumerable<Association>> associations)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Of a look: then this system was held up.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    private int _started;
    private TimeSpan _lookedAt;
    private TimeSpan _probedAt;
    private Task _probe = Task.CompletedTask;

    /// <summary>From the first peer with several addresses on.</summary>
    public void Start(ICancelable until)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _lookedAt = remoting.RouteClock;
            remoting.System.Scheduler.Advanced.ScheduleRepeatedly(LookEvery, LookEvery, Look, until);
        }
    }

    private void Look()
    {
        var now = remoting.RouteClock;
        var isLate = now - _lookedAt > Late;
        _lookedAt = now;
        Association? next = null;
        var earliest = TimeSpan.MaxValue;
        foreach (var association in associations())
        {
            association.WatchRoutes(isLate);
            if (association.NextProbeDue() is { } due && due < earliest)
            {
                (next, earliest) = (association, due);
            }
        }

        if (next is not null && _probe.IsCompleted && now - _probedAt >= ProbeEvery)
        {
            _probedAt = now;
            _probe = next.ProbeNextAsync();
        }
    }
}
