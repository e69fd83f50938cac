namespace Hanzo.Network.Routing;

/// <summary>
/// From a cosine to a similarity that means the same whatever the embeddings: 0 is nothing in common, 1 the same text, and 0.7 the
/// least at which a text belongs to what it is compared with. Learned embeddings have that at cosines of their own, hashed ones at
/// much lower ones, since two texts that mean the same share few words. The curve is cosine^γ, with γ such that
/// <see cref="Related"/> becomes 0.7.
/// </summary>
public sealed record SimilarityScale
{
    /// <summary>What <see cref="Related"/> becomes.</summary>
    public const double RelatedSimilarity = 0.7;

    /// <summary>The cosine itself.</summary>
    public static readonly SimilarityScale Raw = new(RelatedSimilarity);

    /// <summary>
    /// Of <see cref="Text.Embeddings.HashedEmbeddings"/> weighted by how few agents have a feature, between a prompt and the mean of
    /// an agent's texts; measured on the table in docs/ROUTING.md.
    /// </summary>
    public static readonly SimilarityScale Hashed = new(0.025);

    private readonly double _exponent;

    /// <param name="related">The least cosine of a text and what it belongs to; above 0, below 1.</param>
    public SimilarityScale(double related)
    {
        if (!(related > 0 && related < 1))
            throw new ArgumentOutOfRangeException(nameof(related), related, "the cosine of related texts must be above 0 and below 1.");
        Related = related;
        _exponent = Math.Log(RelatedSimilarity) / Math.Log(related);
    }

    public double Related { get; }

    /// <returns>0 to 1.</returns>
    public double Of(double cosine) => cosine <= 0 ? 0 : Math.Min(1, Math.Pow(cosine, _exponent));
}
