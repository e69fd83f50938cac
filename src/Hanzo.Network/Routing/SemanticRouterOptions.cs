using System.Globalization;

namespace Hanzo.Network.Routing;

public sealed record SemanticRouterOptions
{
    public const double DefaultThreshold = SimilarityScale.RelatedSimilarity;

    /// <summary>The least similarity of a prompt and the agent that is picked, by <see cref="Scale"/>; 0 to 1.</summary>
    public double Threshold
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, string.Create(CultureInfo.InvariantCulture, $"threshold is {value}; it must be 0 to 1."));
    } = DefaultThreshold;

    /// <summary>
    /// Of the embeddings; null: <see cref="SimilarityScale.Hashed"/> for the offline ones, <see cref="SimilarityScale.Raw"/> for
    /// others.
    /// </summary>
    public SimilarityScale? Scale { get; init; }

    /// <summary>
    /// How long a prompt waits for embeddings of others; then the offline ones decide. Agents are learned in the background, and may take
    /// longer.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After they have failed, the offline ones decide for so long without asking.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(30);
}
