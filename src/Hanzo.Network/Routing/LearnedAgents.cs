using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Guests;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Routing;

/// <summary>
/// What a model's embeddings make of agents. They are learned in the background, some at a time, however long that takes; what has been
/// learned is kept, also when the rest fails, until an agent says something else of itself or is offered no more.
/// </summary>
/// <param name="failed">Told when learning has ended because the embeddings' source has failed.</param>
internal sealed class LearnedAgents(
    IEmbeddingGenerator<string, Embedding<float>> embeddings, GuestCall guests, Action<Exception> failed)
{
    /// <summary>Texts of one call of the generator; those of one agent, of which there are fewer, stay together.</summary>
    public const int MaxBatch = 128;

    /// <summary>Of one call of the generator.</summary>
    public static readonly TimeSpan BatchLimit = TimeSpan.FromMinutes(1);

    private ImmutableDictionary<AgentName, (AgentProfile Profile, float[] Mean)> _means =
        ImmutableDictionary<AgentName, (AgentProfile, float[])>.Empty;

    private AgentIndex? _index;
    private int _isLearning;

    /// <returns>Ends when they are learned, or with what the source has thrown; null: some are being learned for an earlier call.</returns>
    public Task<AgentIndex>? Learn(ImmutableArray<Agent> agents)
    {
        if (Volatile.Read(ref _index) is { } known && known.IsOf(agents)) return Task.FromResult(known);
        return Interlocked.Exchange(ref _isLearning, 1) == 0 ? LearnAsync(agents) : null;
    }

    private async Task<AgentIndex> LearnAsync(ImmutableArray<Agent> agents)
    {
        try
        {
            var profiles = agents.Select(AgentProfile.Of).ToImmutableArray();
            _means = profiles.Where(IsKnown).ToImmutableDictionary(profile => profile.Name, profile => _means[profile.Name]);
            foreach (var batch in Batches(profiles.Where(profile => !IsKnown(profile)))) await LearnAsync(batch);
            var index = AgentIndex.Learned(agents, profiles, [.. profiles.Select(profile => _means[profile.Name].Mean)], embeddings);
            Volatile.Write(ref _index, index);
            return index;
        }
        catch (Exception error)
        {
            failed(error);
            throw;
        }
        finally
        {
            Volatile.Write(ref _isLearning, 0);
        }
    }

    private async Task LearnAsync(List<AgentProfile> batch)
    {
        var texts = batch.SelectMany(profile => profile.Texts).ToList();
        var generated = await guests.WithinAsync(
            "the router's embeddings",
            BatchLimit,
            token => embeddings.GenerateAsync(texts, cancellationToken: token),
            CancellationToken.None);
        if (generated.Count != texts.Count)
            throw new InvalidOperationException($"{texts.Count} texts were given, {generated.Count} embeddings came back");
        var vectors = new Queue<ReadOnlyMemory<float>>(generated.Select(one => one.Vector));
        foreach (var profile in batch) _means = _means.SetItem(profile.Name, (profile, AgentIndex.Mean(profile, vectors)));
    }

    private bool IsKnown(AgentProfile profile) =>
        _means.TryGetValue(profile.Name, out var known) && known.Profile.IsSame(profile);

    private static IEnumerable<List<AgentProfile>> Batches(IEnumerable<AgentProfile> profiles)
    {
        var (batch, texts) = (new List<AgentProfile>(), 0);
        foreach (var profile in profiles.ToList())
        {
            var added = profile.Texts.Count();
            if (batch.Count > 0 && texts + added > MaxBatch)
            {
                yield return batch;
                (batch, texts) = ([], 0);
            }

            batch.Add(profile);
            texts += added;
        }

        if (batch.Count > 0) yield return batch;
    }
}
