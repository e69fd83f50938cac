using System.Collections.Immutable;

namespace Hanzo.Network.Memory;

/// <summary>Which memories a run is given: the best, each text once, within the bounds.</summary>
public static class MemoryRecall
{
    private const int ScoreDigits = 4;

    /// <param name="found">With the relevance of each.</param>
    /// <param name="told">Texts that the model is told anyway.</param>
    public static ImmutableArray<RecalledMemory> Select(
        IEnumerable<(MemoryEntry Entry, double Relevance)> found, MemoryReader reader, AgentMemory bounds, IReadOnlySet<string> told,
        DateTimeOffset now)
    {
        var chosen = ImmutableArray.CreateBuilder<RecalledMemory>();
        var (texts, tokens) = (new HashSet<string>(StringComparer.Ordinal), 0L);
        foreach (var (entry, score) in Ranked(found, reader, bounds, now))
        {
            if (chosen.Count == bounds.Recall) break;
            if (told.Contains(entry.Text) || !texts.Add(entry.Text)) continue;
            var memory = new RecalledMemory(
                entry.Id, entry.Text, MemoryPrompt.SpeakerOf(entry, reader), entry.Created, Math.Round(score, ScoreDigits));
            var cost = MemoryPrompt.TokensOf(memory);
            if (tokens + cost > bounds.RecallTokens) continue;
            tokens += cost;
            chosen.Add(memory);
        }

        return chosen.DrainToImmutable();
    }

    /// <summary>The best first; of equal ones the newest, then by id.</summary>
    private static IEnumerable<(MemoryEntry Entry, double Score)> Ranked(
        IEnumerable<(MemoryEntry Entry, double Relevance)> found, MemoryReader reader, AgentMemory bounds, DateTimeOffset now) =>
        found
            // A store that brings too much must not be able to tell one user of another.
            .Where(one => one.Relevance >= bounds.Relevance && reader.MaySee(one.Entry))
            .Select(one => (one.Entry, Score: MemoryScore.Of(one.Relevance, one.Entry.Trait, now, bounds.HalfLife)))
            .OrderByDescending(one => one.Score)
            .ThenByDescending(one => one.Entry.Created)
            .ThenBy(one => one.Entry.Id, StringComparer.Ordinal);
}
