using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Text.Embeddings;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Routing;

/// <summary>The agents of one moment with their vectors: of each the mean of its texts, by embeddings that know all of them.</summary>
internal sealed class AgentIndex
{
    /// <summary>So many that hardly two features of the agents share one.</summary>
    private const int HashedDimensions = 8192;

    private readonly ImmutableArray<Agent> _agents;
    private readonly ImmutableArray<float[]> _means;
    private readonly IEmbeddingGenerator<string, Embedding<float>> _embeddings;

    private AgentIndex(
        ImmutableArray<Agent> agents, ImmutableArray<AgentProfile> profiles, ImmutableArray<float[]> means,
        IEmbeddingGenerator<string, Embedding<float>> embeddings) =>
        (_agents, Profiles, _means, _embeddings) = (agents, profiles, means, embeddings);

    public ImmutableArray<AgentProfile> Profiles { get; }

    /// <summary>Hashed vectors in which a feature counts the more the fewer agents have it.</summary>
    public static AgentIndex Hashed(ImmutableArray<Agent> agents)
    {
        var profiles = agents.Select(AgentProfile.Of).ToImmutableArray();
        var weights = FeatureWeights.Of(profiles.Select(profile => profile.Texts));
        var embeddings = new HashedEmbeddings(HashedDimensions, weights);
        var vector = new float[HashedDimensions];
        return new AgentIndex(agents, profiles, [.. profiles.Select(Mean)], embeddings);

        float[] Mean(AgentProfile profile)
        {
            var mean = new float[HashedDimensions];
            foreach (var (text, weight) in Weighted(profile))
            {
                embeddings.Embed(text, vector);
                Vectors.AddScaled(mean, vector, weight);
            }

            Vectors.Normalize(mean);
            return mean;
        }
    }

    /// <param name="means">Of each profile.</param>
    /// <param name="embeddings">That have made them.</param>
    public static AgentIndex Learned(
        ImmutableArray<Agent> agents, ImmutableArray<AgentProfile> profiles, ImmutableArray<float[]> means,
        IEmbeddingGenerator<string, Embedding<float>> embeddings) => new(agents, profiles, means, embeddings);

    /// <summary>The same agents, or others that say the same of themselves.</summary>
    public bool IsOf(ImmutableArray<Agent> agents)
    {
        if (agents.Length != _agents.Length) return false;
        for (var i = 0; i < agents.Length; i++)
            if (!ReferenceEquals(agents[i], _agents[i]) && !AgentProfile.Of(agents[i]).IsSame(Profiles[i])) return false;
        return true;
    }

    /// <summary>Of a text and each of <see cref="Profiles"/>, in their order.</summary>
    public async ValueTask<double[]> CosinesAsync(string text, CancellationToken cancellation)
    {
        if (_embeddings is HashedEmbeddings hashed)
        {
            var vector = hashed.Embed(text);
            return [.. _means.Select(mean => (double)Vectors.Dot(vector, mean))];
        }

        var generated = await _embeddings.GenerateAsync([text], cancellationToken: cancellation);
        if (generated.Count != 1) throw new InvalidOperationException($"1 text was given, {generated.Count} embeddings came back");
        return [.. _means.Select(mean => (double)Vectors.Cosine(generated[0].Vector.Span, mean))];
    }

    /// <param name="vectors">Those of the profile's texts are taken from it.</param>
    public static float[] Mean(AgentProfile profile, Queue<ReadOnlyMemory<float>> vectors)
    {
        float[]? mean = null;
        foreach (var (_, weight) in Weighted(profile))
        {
            var vector = vectors.Dequeue().ToArray();
            Vectors.Normalize(vector);
            Vectors.AddScaled(mean ??= new float[vector.Length], vector, weight);
        }

        Vectors.Normalize(mean!);
        return mean!;
    }

    private static IEnumerable<(string Text, float Weight)> Weighted(AgentProfile profile) =>
        profile.Examples.Select(example => (example, 1f)).Prepend((profile.About, AgentProfile.AboutWeight));
}
