using Microsoft.Extensions.AI;

namespace Hanzo.Network.Text.Embeddings;

/// <summary>
/// Embeddings without a model: words, their neighbours and parts of words, hashed with a sign into a vector of length 1. Texts that
/// share words, or words of one stem, or differ by a misspelling are near; it knows no synonyms. The same text has the same vector
/// in every process and version of <see cref="ModelId"/>. Of a text the first 100,000 characters count; one without a letter or
/// digit is all zeros. Safe for concurrent use.
/// </summary>
public sealed class HashedEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Changes whenever vectors do, so that kept ones are told apart.</summary>
    public const string ModelId = "hashed-ngrams-1";

    public const int DefaultDimensions = 1024;
    public const int LeastDimensions = 64;
    public const int MostDimensions = 65_536;

    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly FeatureWeights? _weights;

    /// <param name="dimensions">64 to 65,536. With fewer, more features share one: unrelated texts scatter by 1/√dimensions.</param>
    public HashedEmbeddings(int dimensions = DefaultDimensions)
    {
        if (dimensions is < LeastDimensions or > MostDimensions)
            throw new ArgumentOutOfRangeException(
                nameof(dimensions), dimensions, $"dimensions must be {LeastDimensions} to {MostDimensions}.");
        Dimensions = dimensions;
        _metadata = new EmbeddingGeneratorMetadata("hanzo", defaultModelId: ModelId, defaultModelDimensions: dimensions);
    }

    /// <param name="weights">
    /// Of each feature, beside its own weight; vectors of other weights are not comparable. What they do not know has no place in a
    /// vector, which is shorter than 1 by it: it cannot be taken for something that they know.
    /// </param>
    internal HashedEmbeddings(int dimensions, FeatureWeights weights)
        : this(dimensions) => _weights = weights;

    public int Dimensions { get; }

    public float[] Embed(string text)
    {
        var vector = new float[Dimensions];
        Embed(text, vector);
        return vector;
    }

    /// <summary>Without allocating.</summary>
    /// <param name="vector">Of <see cref="Dimensions"/>; what is in it is written over.</param>
    public void Embed(ReadOnlySpan<char> text, Span<float> vector)
    {
        if (vector.Length != Dimensions)
            throw new ArgumentException($"the vector has {vector.Length} dimensions; it must have {Dimensions}.", nameof(vector));
        vector.Clear();
        var sums = new Sums(vector, _weights);
        HashedFeatures.Visit(text, ref sums, phrases: _weights is not null);
        var length = MathF.Sqrt(Vectors.Dot(vector, vector) + sums.Outside);
        if (length <= 0) return;
        foreach (ref var part in vector) part /= length;
    }

    /// <exception cref="ArgumentException">The options ask for another number of dimensions.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options?.Dimensions is { } asked && asked != Dimensions)
            throw new ArgumentException($"{asked} dimensions are asked for; these embeddings have {Dimensions}.", nameof(options));
        var generated = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var value in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            generated.Add(new Embedding<float>(Embed(value)) { ModelId = ModelId });
        }

        return Task.FromResult(generated);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private ref struct Sums(Span<float> vector, FeatureWeights? weights) : HashedFeatures.IVisitor
    {
        private readonly Span<float> _vector = vector;

        /// <summary>The squares of what has no place in the vector.</summary>
        public float Outside { get; private set; }

        public void Add(ulong hash, float weight)
        {
            if (weights is not null)
            {
                weight *= weights.Of(hash, out var isKnown);
                if (!isKnown)
                {
                    Outside += weight * weight;
                    return;
                }
            }

            _vector[(int)((hash >> 32) % (uint)_vector.Length)] += (hash & 1) == 0 ? weight : -weight;
        }
    }
}
