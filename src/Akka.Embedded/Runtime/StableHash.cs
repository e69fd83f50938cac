namespace Akka.Embedded.Runtime;

/// <summary>FNV-1a: the same text has the same hash in every process.</summary>
internal static class StableHash
{
    public static int Of(ReadOnlySpan<char> text)
    {
        var hash = 2166136261;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619;
        return (int)hash;
    }

    public static int Of(string? text) => text is null ? 0 : Of(text.AsSpan());

    public static int Combine(int first, int second) => unchecked(((first << 5) + first) ^ second);
}
