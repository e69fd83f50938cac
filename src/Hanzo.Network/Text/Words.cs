using System.Collections.Frozen;

namespace Hanzo.Network.Text;

/// <summary>Words of a text, for counting and for comparing what texts are about.</summary>
internal static class Words
{
    private static readonly FrozenSet<string> Common = (
        "a an and any are as at be but by can could do does for from give had has have he how i if in into is it its just like many "
        + "may me more much my no not of on one or our out please she so some than that the their them then there these they this "
        + "to too up us was we were what when where which who why will with would you your")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CommonSpans =
        Common.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] Suffixes =
        ["ations", "ation", "ating", "ates", "ated", "ate", "ings", "ing", "ies", "es", "ed", "s", "e", "y"];

    /// <summary>Runs of letters, digits and apostrophes.</summary>
    public static int Count(string text)
    {
        var count = 0;
        var inside = false;
        foreach (var c in text)
        {
            var part = IsPart(c) || (inside && c is '\'' or '’' or '-');
            if (part && !inside) count++;
            inside = part;
        }

        return count;
    }

    /// <summary>Lower-case stems of the words that carry meaning, in order, with repetitions.</summary>
    public static IEnumerable<string> Stems(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && IsPart(text[i]))
            {
                if (start < 0) start = i;
                continue;
            }

            if (start >= 0 && Stem(text[start..i].ToLowerInvariant()) is { } stem) yield return stem;
            start = -1;
        }
    }

    /// <summary>Whether a lower-case word says nothing of what a text is about.</summary>
    public static bool IsCommon(ReadOnlySpan<char> word) => CommonSpans.Contains(word);

    /// <summary>A lower-case word without its ending.</summary>
    public static ReadOnlySpan<char> StemOf(ReadOnlySpan<char> word)
    {
        foreach (var suffix in Suffixes)
            if (word.Length - suffix.Length >= 3 && word.EndsWith(suffix, StringComparison.Ordinal)) return word[..^suffix.Length];
        return word;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c);

    private static string? Stem(string word) =>
        word.Length < 2 || Common.Contains(word) ? null : StemOf(word) is var stem && stem.Length == word.Length ? word : stem.ToString();
}
