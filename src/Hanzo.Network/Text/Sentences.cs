namespace Hanzo.Network.Text;

internal static class Sentences
{
    /// <summary>Parts that end with . ! ? before white space, or at an empty line; trimmed, none empty.</summary>
    public static List<string> Split(string text)
    {
        var sentences = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var ends = text[i] is '.' or '!' or '?' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]));
            var blank = text[i] == '\n' && i + 1 < text.Length && text[i + 1] == '\n';
            if (!ends && !blank) continue;
            Add(sentences, text[start..(i + 1)]);
            start = i + 1;
        }

        Add(sentences, text[start..]);
        return sentences;
    }

    private static void Add(List<string> sentences, string part)
    {
        var trimmed = part.Trim();
        if (trimmed.Length > 0) sentences.Add(trimmed);
    }
}
