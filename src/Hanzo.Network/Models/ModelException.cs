namespace Hanzo.Network.Models;

/// <summary>A model did not answer as it was asked to. The message says who and why, for people, and holds no key.</summary>
public sealed class ModelException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The same call may succeed a little later, or elsewhere.</summary>
    public bool IsTransient { get; init; }

    /// <summary>What the provider asks to wait before the next call; null: nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Of HTTP; null: there was no answer.</summary>
    public int? Status { get; init; }
}
