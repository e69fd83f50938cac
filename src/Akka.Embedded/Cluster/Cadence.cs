namespace Akka.Embedded.Membership;

/// <summary>Something periodic that is served by a more frequent common beat, so that an idle node wakes up once for all of them.</summary>
/// <param name="beat">How often it is asked.</param>
internal sealed class Cadence(TimeSpan interval, TimeSpan beat, TimeProvider time)
{
    private long _last = time.GetTimestamp();

    /// <summary>True once per interval, to the nearest beat.</summary>
    public bool IsDue()
    {
        if (time.GetElapsedTime(_last) + (beat / 2) < interval)
        {
            return false;
        }

        _last = time.GetTimestamp();
        return true;
    }
}
