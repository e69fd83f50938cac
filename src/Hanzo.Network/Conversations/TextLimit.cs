namespace Hanzo.Network.Conversations;

/// <summary>Foreign error texts are kept short; what is left out is said.</summary>
internal static class TextLimit
{
    private const int MostBytesOfCharacter = 6;

    public const int MaxErrorLength = 2000;

    /// <summary>At most so many characters, and no half of one that takes two.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        return $"{text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)]}…";
    }

    /// <summary>As it is, or its beginning in so many bytes as JSON text in UTF-8.</summary>
    public static string CutToBytes(string text, int most) =>
        ConversationLimits.Fits(text, most) ? text : Cut(text, (most / MostBytesOfCharacter) - 1);

    public static string Clip(string text) =>
        text.Length <= MaxErrorLength ? text : $"{text[..MaxErrorLength]}… ({text.Length} characters)";
}
