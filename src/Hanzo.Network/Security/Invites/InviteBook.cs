using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Hanzo.Network.Security.Invites;

/// <summary>What a node says to who shows a token.</summary>
public enum InviteVerdict
{
    Accepted,

    /// <summary>No such token was given out by this machine, as far as it remembers.</summary>
    Unknown,

    /// <summary>Another machine has come by it.</summary>
    Used,

    Expired,

    /// <summary>Whoever asks has shown too many wrong ones; the right one would be refused as well, for the rest of a minute.</summary>
    TooManyTries,
}

/// <param name="Token">SHA-256 of the token, in capitals of base 16.</param>
/// <param name="ExpiresAt">Whole seconds.</param>
/// <param name="UsedBy">SHA-256 of who has used it, in the same form; null: nobody has.</param>
public sealed record KeptInvite(string Token, DateTimeOffset ExpiresAt, string? UsedBy);

/// <summary>The invites that a machine has given out: each counts once. Holds hashes, not tokens. Not safe for several threads.</summary>
public sealed class InviteBook
{
    public const int MaxOpen = 64;

    /// <summary>Used and expired ones that are still told apart from those that never were.</summary>
    public const int MaxClosed = 256;

    /// <summary>Of one source in a minute.</summary>
    public const int MaxWrongTries = 10;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SourceCounts _wrong = new(MaxWrongTries);

    /// <summary>All that is known of invites, for the next book; by their hashes.</summary>
    public ImmutableArray<KeptInvite> Kept =>
    [
        .. _entries.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new KeptInvite(pair.Key, pair.Value.ExpiresAt, pair.Value.UsedBy)),
    ];

    /// <summary>From now on there are these invites and no others; tries are counted on.</summary>
    public void Restore(ImmutableArray<KeptInvite> kept)
    {
        _entries.Clear();
        foreach (var invite in kept) _entries[invite.Token] = new Entry(invite.ExpiresAt, invite.UsedBy);
    }

    /// <returns>False: <see cref="MaxOpen"/> are open already.</returns>
    public bool Issue(ReadOnlySpan<byte> token, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        if (CountOpen(now) >= MaxOpen) return false;
        _entries[KeyOf(token)] = new Entry(expiresAt, null);
        Forget(now);
        return true;
    }

    public int CountOpen(DateTimeOffset now) => _entries.Values.Count(entry => entry.IsOpen(now));

    /// <summary>What <see cref="Redeem"/> would say; only wrong tries are counted.</summary>
    /// <param name="applicant">The public key that a certificate is asked for.</param>
    /// <param name="source">Who asks, such as an IP address.</param>
    public InviteVerdict Judge(ReadOnlySpan<byte> token, ReadOnlySpan<byte> applicant, string source, DateTimeOffset now)
    {
        if (_wrong.AreTooMany(source, now)) return InviteVerdict.TooManyTries;
        var verdict = VerdictOn(token, applicant, now);
        if (verdict is not InviteVerdict.Accepted) _wrong.Count(source, now);
        return verdict;
    }

    /// <summary>
    /// Uses the token up. The same applicant may come again until it expires, since the answer may have been lost on its way.
    /// </summary>
    /// <param name="applicant">As in <see cref="Judge"/>.</param>
    /// <param name="source">As in <see cref="Judge"/>.</param>
    public InviteVerdict Redeem(ReadOnlySpan<byte> token, ReadOnlySpan<byte> applicant, string source, DateTimeOffset now)
    {
        var verdict = Judge(token, applicant, source, now);
        if (verdict is InviteVerdict.Accepted)
        {
            var key = KeyOf(token);
            _entries[key] = _entries[key] with { UsedBy = KeyOf(applicant) };
            Forget(now);
        }
        return verdict;
    }

    private InviteVerdict VerdictOn(ReadOnlySpan<byte> token, ReadOnlySpan<byte> applicant, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(KeyOf(token), out var entry)) return InviteVerdict.Unknown;
        if (entry.UsedBy is { } user && user != KeyOf(applicant)) return InviteVerdict.Used;
        return entry.ExpiresAt > now ? InviteVerdict.Accepted : InviteVerdict.Expired;
    }

    private void Forget(DateTimeOffset now)
    {
        var closed = _entries.Where(pair => !pair.Value.IsOpen(now))
            .OrderByDescending(pair => pair.Value.ExpiresAt).ThenBy(pair => pair.Key, StringComparer.Ordinal);
        foreach (var (key, _) in closed.Skip(MaxClosed).ToArray()) _entries.Remove(key);
    }

    private static string KeyOf(ReadOnlySpan<byte> secret) => Convert.ToHexString(SHA256.HashData(secret));

    private sealed record Entry(DateTimeOffset ExpiresAt, string? UsedBy)
    {
        public bool IsOpen(DateTimeOffset now) => UsedBy is null && ExpiresAt > now;
    }
}
