namespace Hanzo.Network.Consensus.Groups;

/// <summary>
/// Ticks that are due by the time that has passed: by the monotonic clock, or by the wall clock where that has gone further, since a
/// monotonic clock may stand while its machine sleeps, and leases do not.
/// </summary>
/// <param name="tick">Length of a tick.</param>
/// <param name="most">Ticks at once at most: more change nothing, as when a wall clock is set forward by an hour.</param>
public sealed class GroupClock(TimeSpan tick, int most)
{
    private TimeSpan? _monotonic;
    private DateTimeOffset _wall;
    private TimeSpan _left;

    /// <returns>Ticks since the last call; 0 at first.</returns>
    public int Take(TimeSpan monotonic, DateTimeOffset wall)
    {
        if (_monotonic is { } before)
        {
            var passed = monotonic - before;
            // Smaller differences are the wall clock being set right.
            if (wall - _wall > passed + tick) passed = wall - _wall;
            _left += passed;
        }
        (_monotonic, _wall) = (monotonic, wall);
        var due = (long)(_left / tick);
        _left = due > most ? TimeSpan.Zero : _left - due * tick;
        return (int)Math.Min(due, most);
    }
}
