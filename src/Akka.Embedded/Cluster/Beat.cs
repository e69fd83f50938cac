using Akka.Embedded.Detection;

namespace Akka.Embedded.Membership;

/// <summary>How often the periodic tasks of the cluster need to be looked at.</summary>
/// <param name="restless">While membership changes, or somebody's heartbeat is overdue.</param>
/// <param name="heartbeat">Otherwise, while there are peers to assure.</param>
internal sealed class Beat(TimeSpan restless, TimeSpan heartbeat)
{
    /// <summary>In heartbeat intervals: a heartbeat that comes later than this has been missed.</summary>
    private const double Overdue = 1.5;

    public TimeSpan Restless => restless;

    /// <summary>Null: not at all; a settled node without peers has nothing to do until something happens.</summary>
    public TimeSpan? IntervalFor(MembershipState state, HeartbeatMonitor monitor)
    {
        if (!state.IsSettled || monitor.IsAnySilentFor(Overdue * heartbeat))
        {
            return restless;
        }

        return monitor.Receivers.IsEmpty ? null : heartbeat;
    }
}
