namespace Hanzo.Network;

/// <summary>The nearest known word to a mistyped one.</summary>
public static class Suggestion
{
    /// <returns>Null when none is near: more than a third of the longer word would have to change.</returns>
    public static string? For(string word, IEnumerable<string> known) =>
        known.Select(candidate => (candidate, distance: Distance(word, candidate)))
            .Where(pair => pair.distance * 3 <= Math.Max(word.Length, pair.candidate.Length))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();

    // Each letter that is wrong, missing or too many counts one, and so do two neighbours in each other's place.
    private static int Distance(string from, string to)
    {
        var (before, last, row) = (new int[to.Length + 1], Enumerable.Range(0, to.Length + 1).ToArray(), new int[to.Length + 1]);
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substitution = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(substitution, 1 + Math.Min(last[j], row[j - 1]));
                var swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                if (swapped) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[^1];
    }
}
