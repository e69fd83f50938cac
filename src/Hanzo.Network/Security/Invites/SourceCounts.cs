namespace Hanzo.Network.Security.Invites;

/// <summary>How often each of those who ask has done something in the last minute. Not safe for several threads.</summary>
/// <param name="most">Per source and minute.</param>
public sealed class SourceCounts(int most)
{
    /// <summary>Sources that are told apart; all others are one.</summary>
    public const int MaxSources = 256;

    private const string Others = "";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, (DateTimeOffset Began, int Count)> _counts = new(StringComparer.Ordinal);

    public bool AreTooMany(string source, DateTimeOffset now)
    {
        Forget(now);
        return _counts.TryGetValue(Known(source), out var counted) && counted.Count >= most;
    }

    public void Count(string source, DateTimeOffset now)
    {
        Forget(now);
        var key = Known(source);
        _counts[key] = _counts.TryGetValue(key, out var counted) ? (counted.Began, counted.Count + 1) : (now, 1);
    }

    private string Known(string source) => _counts.ContainsKey(source) || _counts.Count < MaxSources ? source : Others;

    // A clock that was set back ends all windows too: nobody waits longer than a minute.
    private void Forget(DateTimeOffset now)
    {
        if (_counts.Count == 0) return;
        foreach (var (source, counted) in _counts.ToArray())
            if (now - counted.Began >= Window || now < counted.Began) _counts.Remove(source);
    }
}
