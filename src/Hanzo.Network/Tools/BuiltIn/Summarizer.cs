using Hanzo.Network.Text;

namespace Hanzo.Network.Tools.BuiltIn;

/// <summary>Picks the sentences whose words are the text's most frequent; deterministic, adds nothing of its own.</summary>
internal static class Summarizer
{
    public const int MaxSentences = 20;
    public const int DefaultSentences = 3;

    public static string Summarize(string text, int sentences)
    {
        if (sentences is < 1 or > MaxSentences) throw new ArgumentException($"sentences is {sentences}; it must be 1 to {MaxSentences}.");
        var all = Sentences.Split(text);
        if (all.Count <= sentences) return string.Join(' ', all);
        var stems = all.Select(sentence => Words.Stems(sentence).ToList()).ToList();
        var frequency = stems.SelectMany(list => list).CountBy(stem => stem, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var chosen = Enumerable.Range(0, all.Count)
            .OrderByDescending(index => Score(stems[index], frequency)).ThenBy(index => index)
            .Take(sentences).Order();
        return string.Join(' ', chosen.Select(index => all[index]));
    }

    /// <summary>Mean frequency of its words; a square root keeps short sentences from winning by a single word.</summary>
    private static double Score(List<string> stems, Dictionary<string, int> frequency) =>
        stems.Count == 0 ? 0 : stems.Distinct(StringComparer.Ordinal).Sum(stem => frequency[stem]) / Math.Sqrt(stems.Count);
}
