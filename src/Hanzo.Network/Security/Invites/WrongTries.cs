namespace Hanzo.Network.Security.Invites;

/// <summary>Who has shown wrong tokens in the last minute. Not safe for several threads.</summary>
internal sealed class WrongTries
{
    /// <summary>Per source and minute.</summary>
    public const int Most = 10;

    /// <summary>Sources that are told apart; all others are one.</summary>
    public const int MaxSources = 256;

    private const string Others = "";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, (DateTimeOffset Began, int Count)> _tries = new(StringComparer.Ordinal);

    public bool AreTooMany(string source, DateTimeOffset now)
    {
        Forget(now);
        return _tries.TryGetValue(Known(source), out var tries) && tries.Count >= Most;
    }

    public void Count(string source, DateTimeOffset now)
    {
        Forget(now);
        var key = Known(source);
        _tries[key] = _tries.TryGetValue(key, out var tries) ? (tries.Began, tries.Count + 1) : (now, 1);
    }

    private string Known(string source) => _tries.ContainsKey(source) || _tries.Count < MaxSources ? source : Others;

    // A clock that was set back ends all windows too: nobody waits longer than a minute.
    private void Forget(DateTimeOffset now)
    {
        if (_tries.Count == 0) return;
        foreach (var (source, tries) in _tries.ToArray())
            if (now - tries.Began >= Window || now < tries.Began) _tries.Remove(source);
    }
}
