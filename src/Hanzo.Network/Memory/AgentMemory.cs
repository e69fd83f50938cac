using System.Globalization;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Memory;

/// <summary>How an agent remembers what was said in its runs, and how it is reminded of that at the beginning of later ones.</summary>
public sealed record AgentMemory
{
    public const int DefaultMaxMemories = 1_000;
    public const int LeastMaxMemories = 10;
    public const int MostMaxMemories = MemoryLimits.MostCandidates;
    public const int DefaultRecall = 8;
    public const int MostRecall = 50;
    public const int DefaultRecallTokens = 1_000;
    public const int LeastRecallTokens = 50;
    public const int MostRecallTokens = 16_000;
    public const double LeastHalfLifeHours = 1;
    public const double MostHalfLifeHours = 87_600;

    /// <summary>Of cosines of <see cref="Text.Embeddings.HashedEmbeddings"/>: texts that share no word come to less.</summary>
    public const double DefaultRelevance = 0.12;

    public MemoryScope Scope { get; init; }

    /// <summary>Of its owner, 10 to 10,000; beyond that those of least worth are forgotten.</summary>
    public int MaxMemories { get; init; } = DefaultMaxMemories;

    /// <summary>Memories that a run is given at most, 0 to 50; 0: it only remembers.</summary>
    public int Recall { get; init; } = DefaultRecall;

    /// <summary>Tokens, 50 to 16,000, that these may take, as estimated.</summary>
    public int RecallTokens { get; init; } = DefaultRecallTokens;

    /// <summary>Cosine, 0 to 1, below which a memory is not relevant.</summary>
    public double Relevance { get; init; } = DefaultRelevance;

    /// <summary>Hours, 1 to 87,600, after which a memory that nobody recalled counts half.</summary>
    public double HalfLifeHours { get; init; } = MemoryScore.DefaultHalfLifeHours;

    /// <summary>Old memories are put into a few sentences by the agent's model, within the run's budget.</summary>
    public bool Reflect { get; init; }

    [JsonIgnore]
    internal TimeSpan HalfLife => TimeSpan.FromHours(HalfLifeHours);

    [JsonIgnore]
    internal bool IsShared => Scope is MemoryScope.Agent or MemoryScope.Network;

    /// <returns>The field that is out of its range and what is allowed, or null.</returns>
    public string? Check() => Of("scope", (int)Scope, 0, MemoryNames.Scopes.Length - 1)
        ?? Of("max", MaxMemories, LeastMaxMemories, MostMaxMemories)
        ?? Of("recall", Recall, 0, MostRecall)
        ?? Of("recall_tokens", RecallTokens, LeastRecallTokens, MostRecallTokens)
        ?? Of("relevance", Relevance, 0, 1)
        ?? Of("half_life_hours", HalfLifeHours, LeastHalfLifeHours, MostHalfLifeHours);

    private static string? Of(string field, double value, double least, double most) => value >= least && value <= most
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"memory.{field} is {value}; it must be {least} to {most}.");
}
