using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Guests;
using Hanzo.Network.Text;
using Hanzo.Network.Text.Embeddings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Routing;

/// <summary>
/// Picks the agent whose name, description, tools and examples are most similar to the prompt, if they are similar enough. Offline
/// it goes by words and parts of words, in which one counts the more the fewer agents have it; with embeddings of a model, by
/// meaning. Those that fail or take too long are replaced by the offline ones for a while, and the reason says so.
/// </summary>
public sealed class SemanticRouter : IRouter
{
    /// <summary>Of a longer prompt, characters at its beginning and end that count: what is wanted stands there.</summary>
    public const int HeadLength = 400;
    public const int TailLength = 200;

    private const int MostShared = 4;

    private readonly SemanticRouterOptions _options;
    private readonly IEmbeddingGenerator<string, Embedding<float>>? _embeddings;
    private readonly TimeProvider? _time;
    private readonly GuestCall? _guests;
    private readonly LearnedAgents? _learned;
    private AgentIndex? _hashed;
    private Failure? _failure;

    /// <summary>Offline.</summary>
    public SemanticRouter(SemanticRouterOptions? options = null) => _options = options ?? new SemanticRouterOptions();

    /// <param name="embeddings">Hashed ones are replaced by the router's own, which know the agents.</param>
    /// <param name="log">Told what they do wrong when nobody waits for them any more.</param>
    public SemanticRouter(
        IEmbeddingGenerator<string, Embedding<float>> embeddings, TimeProvider time, SemanticRouterOptions? options = null,
        ILogger<SemanticRouter>? log = null)
        : this(options)
    {
        if (embeddings.GetService(typeof(HashedEmbeddings)) is not null) return;
        (_embeddings, _time, _guests) = (embeddings, time, new GuestCall(time, log));
        _learned = new LearnedAgents(embeddings, _guests, error => Fail(error));
    }

    public string Name => "semantic";

    public async ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (query.Agents.IsEmpty) return RouteDecision.Nobody("", []);
        var text = Essence(query.Input);
        if (_embeddings is null) return await DecideAsync(query, text, Hashed(query.Agents), SimilarityScale.Hashed, "", cancellation);
        var (learned, why) = await TryLearnedAsync(query, text, cancellation);
        if (learned is not null) return learned;
        return await DecideAsync(query, text, Hashed(query.Agents), SimilarityScale.Hashed, $" {why}", cancellation);
    }

    private AgentIndex Hashed(ImmutableArray<Agent> agents)
    {
        if (Volatile.Read(ref _hashed) is { } known && known.IsOf(agents)) return known;
        var index = AgentIndex.Hashed(agents);
        Volatile.Write(ref _hashed, index);
        return index;
    }

    private async Task<(RouteDecision? Decision, string Why)> TryLearnedAsync(
        RouteQuery query, string text, CancellationToken cancellation)
    {
        var failed = Volatile.Read(ref _failure);
        if (failed is not null && _time!.GetElapsedTime(failed.At) < _options.Pause) return (null, failed.Why);
        if (_learned!.Learn(query.Agents) is not { } learning) return (null, Because("has not learned all agents yet"));
        try
        {
            var decision = await _guests!.WithinAsync(
                "the router's embeddings", _options.Timeout, token => DecideLearnedAsync(query, text, learning, token), cancellation);
            Volatile.Write(ref _failure, null);
            return (decision, "");
        }
        catch (GuestTimeoutException late) when (!learning.IsCompleted)
        {
            // Learning goes on, and the next calls have what comes of it.
            return (null, Because(RouteFailure.TextOf(late)));
        }
        catch (Exception error)
        {
            cancellation.ThrowIfCancellationRequested();
            return (null, Fail(error));
        }
    }

    private async Task<RouteDecision> DecideLearnedAsync(
        RouteQuery query, string text, Task<AgentIndex> learning, CancellationToken cancellation)
    {
        var index = await learning.WaitAsync(cancellation);
        return await DecideAsync(query, text, index, SimilarityScale.Raw, "", cancellation);
    }

    /// <returns>The reason that is told until the embeddings are asked again.</returns>
    private string Fail(Exception error)
    {
        var why = Because(RouteFailure.TextOf(error));
        Volatile.Write(ref _failure, new Failure(_time!.GetTimestamp(), why));
        return why;
    }

    private static string Because(string what) => $"Words alone decided: the embeddings' source {what}.";

    private async ValueTask<RouteDecision> DecideAsync(
        RouteQuery query, string text, AgentIndex index, SimilarityScale usual, string remark, CancellationToken cancellation)
    {
        // A scale that is given is of the embeddings that are given.
        var isStandIn = _embeddings is not null && usual == SimilarityScale.Hashed;
        var scale = isStandIn ? usual : _options.Scale ?? usual;
        var cosines = await index.CosinesAsync(text, cancellation);
        var stems = Words.Stems(text).Distinct(StringComparer.Ordinal).ToList();
        var (best, considered) = RouteDecision.Rank(index.Profiles.Select((profile, i) => Rate(profile, scale.Of(cosines[i]), stems)));
        var least = string.Create(CultureInfo.InvariantCulture, $"{_options.Threshold:0.###}");
        if (best is null)
        {
            var nobody = RouteDecision.Nobody($"no agent is similar enough to the prompt (at least {least})", considered);
            return nobody with { Why = nobody.Why + remark };
        }

        var score = string.Create(CultureInfo.InvariantCulture, $"{best.Score:0.###}");
        var why = $"'{best.Agent}' of {query.Agents.Length} agents: its similarity to the prompt is {score} (at least {least})";
        var reason = best.Reason.Length == 0 ? "" : $"; {best.Reason}";
        return new RouteDecision(best.Agent, $"{why}{reason}.{remark}", considered);
    }

    private RouteCandidate Rate(AgentProfile profile, double similarity, List<string> stems)
    {
        var shared = profile.Shared(stems).Take(MostShared).Select(word => $"'{word}'").ToList();
        var reason = shared.Count == 0 ? "" : $"it shares {string.Join(", ", shared)} with the prompt";
        var score = RouteDecision.Rounded(similarity);
        return new RouteCandidate(profile.Name, score, reason) { Suits = score > 0 && score >= _options.Threshold };
    }

    private static string Essence(string input) =>
        input.Length <= HeadLength + TailLength ? input : $"{input[..HeadLength]} {input[^TailLength..]}";

    private sealed record Failure(long At, string Why);
}
