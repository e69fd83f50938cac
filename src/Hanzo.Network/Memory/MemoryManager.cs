using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Memory;

/// <summary>
/// What agents remember, and the rules for it over whatever store there is: who is reminded of what, how much is kept, what is
/// forgotten. Safe for concurrent use. What the store cannot do now it throws.
/// </summary>
/// <param name="ids">For what it is told on purpose; what runs add has ids that follow from them.</param>
public sealed class MemoryManager(
    IMemoryStore store, IEmbeddingGenerator<string, Embedding<float>> embeddings, TimeProvider time, IIds ids,
    ILogger<MemoryManager>? log = null)
{
    /// <summary>Of vectors by hashed parts of words, the default.</summary>
    public const int DefaultDimensions = 512;

    private const double ImportanceOfUser = 0.5;
    private const double ImportanceOfAgent = 0.3;

    private readonly MemoryVectors _vectors = new(embeddings);
    private readonly ILogger _log = log ?? NullLogger<MemoryManager>.Instance;
    private int _named;

    /// <inheritdoc cref="IMemoryStore.Description"/>
    public string Store => store.Description;

    /// <summary>What a run that begins is to be given; all of it may be seen by who runs it.</summary>
    /// <param name="query">What the user has said.</param>
    /// <param name="told">Texts that the model is told anyway.</param>
    public async Task<ImmutableArray<RecalledMemory>> RecallAsync(
        MemoryReader reader, AgentMemory bounds, string query, IEnumerable<string> told, CancellationToken cancellation)
    {
        if (bounds.Recall == 0) return [];
        var found = await FindAsync(MemoryFilter.All, reader, query, bounds.Relevance, cancellation);
        var known = told.Select(MemoryText.Of).ToHashSet(StringComparer.Ordinal);
        return MemoryRecall.Select(found, reader, bounds, known, time.GetUtcNow());
    }

    /// <summary>Remembers a run that has ended. Said again of the same run, it changes nothing.</summary>
    public async Task<KeptMemories> KeepAsync(
        MemoryReader reader, AgentName agent, AgentMemory bounds, SaidInRun run, CancellationToken cancellation)
    {
        var (now, used) = (time.GetUtcNow(), run.Recalled.ToBuilder());
        var entries = ImmutableArray.CreateBuilder<MemoryEntry>();
        foreach (var entry in EntriesOf(reader, agent, run, now))
        {
            // What is said every day is one memory, used every day.
            if (await SameAsync(reader, entry, cancellation) is { } same) used.Add(same.Id);
            else entries.Add(await WithVectorAsync(entry, cancellation));
        }

        var write = new MemoryWrite(entries.ToImmutable(), run.Run.ToString(), now)
        {
            Used = [.. used.Distinct(StringComparer.Ordinal)],
        };
        var isNew = await store.WriteAsync(write, cancellation);
        NameStore();
        var forgotten = await ForgetAsync(reader.Owner, bounds, cancellation);
        return new KeptMemories(isNew ? entries.Count : 0, forgotten);
    }

    /// <summary>
    /// Puts the oldest of what was said to this reader's audience into a few sentences that take their place, where there is enough.
    /// </summary>
    /// <param name="summarize">Null, or a text of spaces: there is no summary, and all stays.</param>
    /// <returns>How many memories one stands for now; 0: there were too few.</returns>
    public async Task<int> ReflectAsync(
        MemoryReader reader, AgentName agent, Func<ImmutableList<TranscriptEntry>, CancellationToken, Task<string?>> summarize,
        CancellationToken cancellation)
    {
        var filter = new MemoryFilter { Owner = reader.Owner, Agent = agent.Value, Kind = MemoryKind.ShortTerm };
        var said = await store.ListAsync(filter, MemoryLimits.MostCandidates, cancellation);
        var old = MemoryReflection.Choose(said, reader, agent);
        if (old.IsEmpty) return 0;
        var summary = MemoryText.Of(await summarize(MemoryReflection.ToSummarize(old), cancellation) ?? "");
        if (summary.Length == 0) return 0;
        var now = time.GetUtcNow();
        var reflection = await WithVectorAsync(MemoryReflection.Of(old, agent, summary, now), cancellation);
        await store.WriteAsync(new MemoryWrite([reflection], null, now) { Replaced = [.. old.Select(entry => entry.Id)] }, cancellation);
        return old.Length;
    }

    /// <summary>Remembers something for good, as far as there is room.</summary>
    /// <exception cref="AgentNetworkException"><see cref="NetworkError.InvalidRequest"/>, naming the field and what is allowed.</exception>
    public async Task<MemoryEntry> AddAsync(NewMemory memory, CancellationToken cancellation = default)
    {
        if (memory.Check() is { } wrong) throw new AgentNetworkException(NetworkError.InvalidRequest, wrong);
        var now = time.GetUtcNow();
        var owner = memory.Agent is { } agent ? MemoryOwner.Of(agent) : MemoryOwner.Network;
        var entry = await WithVectorAsync(
            new MemoryEntry
            {
                Id = $"given.{ids.NewUlid()}",
                Owner = owner,
                Agent = memory.Agent?.Value ?? "",
                User = memory.User,
                Kind = MemoryKind.LongTerm,
                Source = MemorySource.Given,
                Text = MemoryText.Of(memory.Text),
                Importance = memory.Importance,
                Created = now,
                LastUsed = now,
                IsShared = memory.User is null,
            },
            cancellation);
        await store.WriteAsync(new MemoryWrite([entry], null, now), cancellation);
        NameStore();
        await ForgetAsync(owner, new AgentMemory { MaxMemories = AgentMemory.MostMaxMemories }, cancellation);
        return entry;
    }

    /// <summary>For who looks after the memory: whatever the filter means, the newest first.</summary>
    /// <param name="most">1 to 1,000.</param>
    public async Task<ImmutableArray<FoundMemory>> ListAsync(MemoryFilter filter, int most, CancellationToken cancellation = default) =>
        [.. (await store.ListAsync(filter, Bounded(most), cancellation)).Select(entry => new FoundMemory(entry, null, null))];

    /// <summary>For who looks after the memory: what of that is relevant, the best first.</summary>
    /// <param name="most">1 to 1,000.</param>
    public async Task<ImmutableArray<FoundMemory>> SearchAsync(
        MemoryFilter filter, string query, int most, CancellationToken cancellation = default)
    {
        var (now, halfLife) = (time.GetUtcNow(), TimeSpan.FromHours(MemoryScore.DefaultHalfLifeHours));
        return
        [
            .. (await FindAsync(filter, null, query, AgentMemory.DefaultRelevance, cancellation))
                .Where(found => found.Relevance >= AgentMemory.DefaultRelevance)
                .Select(found => new FoundMemory(
                    found.Entry, found.Relevance, MemoryScore.Of(found.Relevance, found.Entry.Trait, now, halfLife)))
                .OrderByDescending(found => found.Score)
                .ThenByDescending(found => found.Entry.Created)
                .ThenBy(found => found.Entry.Id, StringComparer.Ordinal)
                .Take(Bounded(most)),
        ];
    }

    /// <returns>How many there were.</returns>
    public Task<int> DeleteAsync(MemoryFilter filter, CancellationToken cancellation = default) => store.DeleteAsync(filter, cancellation);

    private static int Bounded(int most) => Math.Clamp(most, 1, MemoryLimits.MostListed);

    private static IEnumerable<MemoryEntry> EntriesOf(MemoryReader reader, AgentName agent, SaidInRun run, DateTimeOffset now)
    {
        (string Suffix, MemorySource Source, string Text, double Importance)[] said =
        [
            ("user", MemorySource.User, MemoryText.Of(run.Said == GuardrailTripped.Withheld ? "" : run.Said), ImportanceOfUser),
            ("agent", MemorySource.Agent, MemoryText.Of(run.Answer), ImportanceOfAgent),
        ];
        return said.Where(one => one.Text.Length > 0).Select(one => new MemoryEntry
        {
            Id = $"{run.Run}.{one.Suffix}",
            Owner = reader.Owner,
            Agent = agent.Value,
            User = reader.User,
            Sessions = [reader.Session],
            Kind = MemoryKind.ShortTerm,
            Source = one.Source,
            Text = one.Text,
            Importance = one.Importance,
            Created = now,
            LastUsed = now,
            IsShared = reader.SeesShared,
        });
    }

    private async Task<MemoryEntry?> SameAsync(MemoryReader reader, MemoryEntry entry, CancellationToken cancellation)
    {
        var filter = new MemoryFilter { Owner = entry.Owner, Agent = entry.Agent, Text = entry.Text };
        var same = await store.ListAsync(filter, MemoryLimits.MostListed, cancellation);
        return same.FirstOrDefault(known => known.Source == entry.Source && reader.IsOfSameAudience(known) && known.Id != entry.Id);
    }

    private async Task<MemoryEntry> WithVectorAsync(MemoryEntry entry, CancellationToken cancellation)
    {
        var (vector, embedder) = await _vectors.OfAsync(entry.Text, cancellation);
        return entry with { Vector = vector, Embedder = embedder };
    }

    private async Task<IEnumerable<(MemoryEntry Entry, double Relevance)>> FindAsync(
        MemoryFilter filter, MemoryReader? reader, string query, double least, CancellationToken cancellation)
    {
        var text = MemoryText.Of(query);
        var (vector, embedder) = await _vectors.OfAsync(text, cancellation);
        var search = new MemorySearch(filter, vector, embedder) { Reader = reader, Least = least };
        var found = await store.FindAsync(search, cancellation);
        NameStore();
        var plain = MemoryVectors.PlainOf(text);
        return found.Select(candidate => (candidate.Entry, MemoryVectors.RelevanceOf(candidate, vector, embedder, plain)));
    }

    private async Task<int> ForgetAsync(MemoryOwner owner, AgentMemory bounds, CancellationToken cancellation)
    {
        var traits = await store.TraitsAsync(owner, cancellation);
        var least = MemoryEviction.Choose(traits, bounds.MaxMemories, time.GetUtcNow(), bounds.HalfLife);
        return least.IsEmpty ? 0 : await store.DeleteAsync(new MemoryFilter { Owner = owner, Ids = least }, cancellation);
    }

    /// <summary>Once it has been used: only then a store knows what it has.</summary>
    private void NameStore()
    {
        if (Interlocked.Exchange(ref _named, 1) == 0) MemoryLog.Kept(_log, store.Description);
    }
}
