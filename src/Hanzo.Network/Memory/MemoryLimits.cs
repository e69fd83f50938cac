namespace Hanzo.Network.Memory;

/// <summary>The bounds of what is remembered.</summary>
public static class MemoryLimits
{
    /// <summary>Characters of one memory; of a longer text its beginning is kept.</summary>
    public const int MaxText = 2_000;

    /// <summary>Characters of the name of a user.</summary>
    public const int MaxUser = 128;

    /// <summary>Sessions that one reflection may stand for.</summary>
    public const int MaxSessions = 10;

    /// <summary>Memories listed or found at once.</summary>
    public const int MostListed = 1_000;

    /// <summary>Memories that a store brings for one search, the nearest where it can tell, else all that may be seen.</summary>
    public const int MostCandidates = 10_000;

    /// <summary>Of those that a store can rank by itself.</summary>
    public const int MostNearest = 200;

    /// <summary>Dimensions of a vector that may be stored; PostgreSQL's pgvector takes no more.</summary>
    public const int MostDimensions = 16_000;

    /// <summary>
    /// How long it is known of a run that it was remembered: a repeat of its end, however late, is not a second memory of it.
    /// </summary>
    public static readonly TimeSpan RunsKnownFor = TimeSpan.FromDays(30);

    /// <returns>Why it is no name of a user; null: it is one.</returns>
    public static string? CheckUser(string user) =>
        user.Length is >= 1 and <= MaxUser && !string.IsNullOrWhiteSpace(user) && !user.Any(c => char.IsControl(c) || char.IsSurrogate(c))
            ? null
            : $"user must have 1 to {MaxUser} characters, none of them a control character or outside the basic plane.";
}
