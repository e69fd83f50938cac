namespace Akka.Embedded.Remoting;

/// <summary>Lets a reason through once a minute per key; what is held back is counted.</summary>
internal sealed class LogThrottle(TimeProvider time)
{
    /// <summary>Keys that are remembered; with more, the oldest are forgotten.</summary>
    private const int MaxKeys = 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long At, long Held)> _keys = new(StringComparer.Ordinal);

    /// <param name="key">The same for what is to be logged once.</param>
    /// <param name="held">How many were held back since the last one.</param>
    public bool Allows(string key, out long held)
    {
        lock (_gate)
        {
            var known = _keys.TryGetValue(key, out var last);
            held = last.Held;
            if (known && time.GetElapsedTime(last.At) < Interval)
            {
                _keys[key] = (last.At, last.Held + 1);
                return false;
            }

            if (!known && _keys.Count >= MaxKeys)
            {
                _keys.Remove(_keys.MinBy(k => k.Value.At).Key);
            }

            _keys[key] = (time.GetTimestamp(), 0);
            return true;
        }
    }
}
