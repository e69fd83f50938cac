namespace Akka.Embedded.Replication;

/// <summary>
/// Lets something happen at once when it has not happened for an interval, else at the end of the interval: quick when little happens,
/// bounded when much does.
/// </summary>
internal sealed class Pace(TimeProvider time, TimeSpan interval)
{
    private long? _last;
    private bool _waiting;

    /// <summary>Changes whenever it happens: a reminder with another number is late.</summary>
    public long Round { get; private set; }

    /// <returns>After how long it is due; null when that is known already.</returns>
    public TimeSpan? Want()
    {
        if (_waiting)
            return null;
        _waiting = true;
        var since = _last is { } last ? time.GetElapsedTime(last) : interval;
        return since >= interval ? TimeSpan.Zero : interval - since;
    }

    public void Happens()
    {
        (_waiting, _last) = (false, time.GetTimestamp());
        Round++;
    }
}
