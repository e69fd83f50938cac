using System.Collections.Immutable;

namespace Hanzo.Network.Node.Keys;

/// <summary>What a key of the HTTP interface looks like, alone and in a file.</summary>
internal static class ApiKeyRules
{
    public const int MaxLength = 256;

    /// <summary>Keys of one node, so that a new one can be handed out before an old one goes.</summary>
    public const int MaxKeys = 32;

    /// <summary>Characters of <see cref="KeysOf"/>'s text.</summary>
    public const int MaxFileLength = 64 * 1024;

    public const string AllowedForm = "1 to 256 visible ASCII characters";
    private const char Comment = '#';

    public static bool IsValid(string key) => key.Length is > 0 and <= MaxLength && key.All(c => c is > ' ' and < (char)127);

    /// <summary>One key a line; empty lines and those that begin with <c>#</c> count for nothing.</summary>
    /// <returns>The keys, or what is wrong, in words that show none of them.</returns>
    public static (ImmutableArray<string> Keys, string? Problem) KeysOf(string text)
    {
        if (text.Length > MaxFileLength) return ([], $"it has {text.Length} characters, at most {MaxFileLength} are read");
        var keys = ImmutableArray.CreateBuilder<string>();
        var number = 0;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == Comment) continue;
            if (!IsValid(line)) return ([], $"line {number} is no key: {AllowedForm}");
            keys.Add(line);
        }

        if (keys.Count == 0) return ([], "it holds no key");
        return keys.Count <= MaxKeys ? (keys.ToImmutable(), null) : ([], $"it holds {keys.Count} keys, at most {MaxKeys} are read");
    }
}
