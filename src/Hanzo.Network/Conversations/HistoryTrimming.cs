using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>
/// Which part of a transcript that has grown beyond its bound a summary is to stand for. What follows stays word for word: whole turns,
/// so that calls keep their results, about half of the bound; and whatever its place, what the user has said last.
/// </summary>
internal static class HistoryTrimming
{
    /// <summary>A summary that would stand for less than this part of the bound is not worth a call.</summary>
    private const int LeastPart = 4;

    public static long BoundOf(Agent agent) => agent.HistoryTokens ?? Agent.DefaultHistoryTokens;

    /// <param name="bound">Tokens of the whole.</param>
    /// <returns>So many entries, from the first on; 0: none.</returns>
    public static int EntriesToSummarize(ImmutableList<TranscriptEntry> transcript, long bound)
    {
        if (transcript.Sum(TokenEstimate.Of) <= bound) return 0;
        var first = FirstToKeep(transcript, bound / 2);
        var asked = transcript.FindLastIndex(entry => entry is UserEntry);
        var spared = 0L;
        for (var i = 0; i < first; i++)
            if (i != asked && transcript[i] is not SummaryEntry) spared += TokenEstimate.Of(transcript[i]);
        return spared > bound / LeastPart ? first : 0;
    }

    /// <summary>The transcript with a summary in the place of its first entries.</summary>
    public static ImmutableList<TranscriptEntry> Replace(ImmutableList<TranscriptEntry> transcript, int entries, string summary)
    {
        var asked = transcript.FindLastIndex(entry => entry is UserEntry);
        var kept = transcript.RemoveRange(0, entries);
        if (asked >= 0 && asked < entries) kept = kept.Insert(0, transcript[asked]);
        return kept.Insert(0, new SummaryEntry(summary));
    }

    /// <summary>What the summary is to be made of.</summary>
    public static ImmutableList<TranscriptEntry> ToSummarize(ImmutableList<TranscriptEntry> transcript, int entries)
    {
        var asked = transcript.FindLastIndex(entry => entry is UserEntry);
        var part = transcript.GetRange(0, entries);
        return asked >= 0 && asked < entries ? part.RemoveAt(asked) : part;
    }

    /// <summary>In the place of a summary that there is not.</summary>
    public static string Without(int entries) => $"({entries} earlier messages were left out.)";

    private static int FirstToKeep(ImmutableList<TranscriptEntry> transcript, long most)
    {
        var (first, tokens) = (transcript.Count, 0L);
        for (var i = transcript.Count - 1; i >= 0; i--)
        {
            tokens += TokenEstimate.Of(transcript[i]);
            // The last turn stays however long it is.
            if (tokens > most && first < transcript.Count) break;
            if (transcript[i] is not ToolEntry) first = i;
        }

        return first;
    }
}
