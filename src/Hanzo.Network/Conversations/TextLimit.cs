namespace Hanzo.Network.Conversations;

/// <summary>Foreign error texts are kept short; what is left out is said.</summary>
internal static class TextLimit
{
    public const int MaxErrorLength = 2000;

    public static string Clip(string text) =>
        text.Length <= MaxErrorLength ? text : $"{text[..MaxErrorLength]}… ({text.Length} characters)";
}
