namespace Hanzo.Network.Tools.Files;

/// <summary>
/// A pattern for paths below a folder: * is any part of a name, ? one character of it, ** any folders. Without a /, names in every folder
/// are meant. Case does not matter.
/// </summary>
public sealed class FilePattern
{
    public const int MaxLength = 200;

    private const string AnyFolders = "**";
    private readonly string[] _parts;

    private FilePattern(string[] parts) => _parts = parts;

    /// <exception cref="ArgumentException">It is too long.</exception>
    public static FilePattern Parse(string pattern)
    {
        if (pattern.Length > MaxLength)
            throw new ArgumentException($"the pattern has {pattern.Length} characters; at most {MaxLength} are allowed.");
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return new FilePattern(pattern.Contains('/') ? parts : [AnyFolders, .. parts.DefaultIfEmpty("*")]);
    }

    /// <param name="path">With / between names.</param>
    public bool Matches(string path)
    {
        var names = path.Split('/');
        // fits[i]: what of the pattern was looked at so far fits the first i names.
        var fits = new bool[names.Length + 1];
        fits[0] = true;
        foreach (var part in _parts)
        {
            var next = new bool[names.Length + 1];
            if (part == AnyFolders) next[0] = fits[0];
            for (var i = 1; i <= names.Length; i++)
                next[i] = part == AnyFolders ? fits[i] || next[i - 1] : fits[i - 1] && NameFits(part, names[i - 1]);
            fits = next;
        }

        return fits[^1];
    }

    /// <summary>In time that grows with the lengths' product at most: only the last * is ever taken back.</summary>
    private static bool NameFits(string pattern, string name)
    {
        var (p, n, star, mark) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark, p) = (p, n, p + 1);
            else if (p < pattern.Length && (pattern[p] == '?' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(name[n])))
                (p, n) = (p + 1, n + 1);
            else if (star >= 0) (p, mark, n) = (star + 1, mark + 1, mark + 1);
            else return false;
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
