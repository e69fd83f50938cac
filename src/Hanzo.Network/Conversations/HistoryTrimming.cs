using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>
/// Which part of a transcript that has grown beyond its bound a summary is to stand for. What follows stays word for word: whole turns,
/// so that calls keep their results, about half of the bound; and whatever their place, what the user has said last, and the
/// instructions that count.
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
        var kept = KeptOf(transcript, first);
        var spared = 0L;
        for (var i = 0; i < first; i++)
            if (!kept.Contains(i) && transcript[i] is not SummaryEntry) spared += TokenEstimate.Of(transcript[i]);
        return spared > bound / LeastPart ? first : 0;
    }

    /// <summary>The transcript with a summary in the place of its first entries.</summary>
    public static ImmutableList<TranscriptEntry> Replace(ImmutableList<TranscriptEntry> transcript, int entries, string summary)
    {
        var kept = KeptOf(transcript, entries).Select(i => transcript[i]);
        return transcript.RemoveRange(0, entries).InsertRange(0, [new SummaryEntry(summary), .. kept]);
    }

    /// <summary>What the summary is to be made of.</summary>
    public static ImmutableList<TranscriptEntry> ToSummarize(ImmutableList<TranscriptEntry> transcript, int entries)
    {
        var kept = KeptOf(transcript, entries);
        return [.. transcript.Take(entries).Where((_, i) => !kept.Contains(i))];
    }

    /// <summary>In the place of a summary that there is not.</summary>
    public static string Without(int entries) => $"({entries} earlier messages were left out.)";

    /// <summary>Those of the first entries that stay, by their places.</summary>
    private static ImmutableArray<int> KeptOf(ImmutableList<TranscriptEntry> transcript, int entries)
    {
        int[] stay = [transcript.FindLastIndex(entry => entry is InstructionEntry), transcript.FindLastIndex(entry => entry is UserEntry)];
        return [.. stay.Where(i => i >= 0 && i < entries).Order()];
    }

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
