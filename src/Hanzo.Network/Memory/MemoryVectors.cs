using Hanzo.Network.Text.Embeddings;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Memory;

/// <summary>Vectors of texts, and how far they are apart, whatever made them.</summary>
internal sealed class MemoryVectors(IEmbeddingGenerator<string, Embedding<float>> embeddings)
{
    /// <summary>Where two vectors are not of one kind, the texts are compared by these.</summary>
    private static readonly HashedEmbeddings Plain = new(MemoryManager.DefaultDimensions);

    private readonly string _model =
        (embeddings.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata)?.DefaultModelId ?? "unnamed";

    /// <returns>The vector, and the name of what made it.</returns>
    /// <exception cref="InvalidOperationException">The generator does not give one vector of an allowed length.</exception>
    public async Task<(ReadOnlyMemory<float> Vector, string Embedder)> OfAsync(string text, CancellationToken cancellation)
    {
        var made = await embeddings.GenerateAsync([text], cancellationToken: cancellation);
        if (made is not [{ Vector: { Length: >= 1 and <= MemoryLimits.MostDimensions } vector } one])
            throw new InvalidOperationException(
                $"the embedding generator '{_model}' gave {made.Count} vectors for one text, or one that is empty or has more than "
                + $"{MemoryLimits.MostDimensions} dimensions.");
        return (vector, $"{one.ModelId ?? _model}/{vector.Length}");
    }

    public static double RelevanceOf(MemoryCandidate candidate, ReadOnlyMemory<float> vector, string embedder, Lazy<float[]> plain)
    {
        if (candidate.Relevance is { } known) return known;
        var entry = candidate.Entry;
        return entry.Embedder == embedder && entry.Vector.Length == vector.Length
            ? Vectors.Cosine(entry.Vector.Span, vector.Span)
            : Vectors.Cosine(Plain.Embed(entry.Text), plain.Value);
    }

    public static Lazy<float[]> PlainOf(string text) => new(() => Plain.Embed(text));
}
