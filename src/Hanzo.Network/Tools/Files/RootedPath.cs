using System.Collections.Immutable;

namespace Hanzo.Network.Tools.Files;

/// <summary>A path below a folder, as a model names it.</summary>
public static class RootedPath
{
    public const int MaxLength = 1000;

    /// <summary>The names from the root on; none: the root itself. What is a link is known only when it is followed.</summary>
    /// <param name="path">With / between names; on Windows, \ as well.</param>
    /// <exception cref="ArgumentException">It is no path below the root; says why.</exception>
    public static ImmutableArray<string> Split(string path, bool windows)
    {
        if (path.Length > MaxLength)
            throw new ArgumentException($"the path has {path.Length} characters; at most {MaxLength} are allowed.");
        if (path.Contains('\0')) throw new ArgumentException("the path must not hold a zero character.");
        char[] separators = windows ? ['/', '\\'] : ['/'];
        if (path.Length > 0 && separators.Contains(path[0])) throw Outside(path, "it begins at the root of the disk");
        if (windows && path.Contains(':')) throw Outside(path, "it names a drive or a stream");
        var names = new Stack<string>();
        foreach (var name in path.Split(separators))
        {
            if (name is "" or ".") continue;
            if (name != "..") names.Push(name);
            else if (!names.TryPop(out _)) throw Outside(path, "'..' leads out of it");
        }

        return [.. names.Reverse()];
    }

    /// <summary>Whether a path with all links followed is the root or below it.</summary>
    /// <param name="root">With all links followed, too.</param>
    public static bool IsWithin(string root, string path, bool windows)
    {
        var comparison = windows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var separator = windows ? '\\' : '/';
        var folder = root.TrimEnd(separator);
        return path.StartsWith(folder, comparison) && (path.Length == folder.Length || path[folder.Length] == separator);
    }

    /// <summary>For a path that leads out of the root by a link.</summary>
    public static ArgumentException LinkedOutside(string path) => Outside(path, "a link leads out of it");

    private static ArgumentException Outside(string path, string why) =>
        new($"'{path}' is not in the folder that may be read: {why}. Give a path relative to that folder, such as notes/today.txt.");
}
