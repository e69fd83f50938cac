using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>A child and how often it was restarted lately.</summary>
internal sealed class ChildStats(InternalActorRef child)
{
    private int _restarts;
    private TimeSpan _windowStart;

    public InternalActorRef Child { get; } = child;

    /// <summary>Counts a restart that is wanted and says whether it is within the limits.</summary>
    /// <param name="maxRestarts">-1: no limit. 0: never. With a window: at most this many within it.</param>
    /// <param name="windowMilliseconds">0 or less: over the whole life.</param>
    public bool RequestRestart(int maxRestarts, int windowMilliseconds, TimeSpan now)
    {
        if (maxRestarts == 0)
            return false;
        if (windowMilliseconds <= 0)
            return maxRestarts < 0 || ++_restarts <= maxRestarts;
        return RestartsWithin(maxRestarts < 0 ? 1 : maxRestarts, TimeSpan.FromMilliseconds(windowMilliseconds), now);
    }

    private bool RestartsWithin(int maxRestarts, TimeSpan window, TimeSpan now)
    {
        if (_restarts > 0 && now - _windowStart <= window)
            return ++_restarts <= maxRestarts;
        _restarts = 1;
        _windowStart = now;
        return true;
    }
}
