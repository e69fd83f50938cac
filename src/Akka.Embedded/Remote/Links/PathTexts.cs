using System.Globalization;
using Akka.Actor;

namespace Akka.Embedded.Remoting;

/// <summary>Paths as they stand in frames: without address where it is that of one of the two sides.</summary>
internal static class PathTexts
{
    /// <summary>No path in a frame is longer.</summary>
    public const int MaxBytes = 8 * 1024;

    private const string Temporary = "/temp/";

    /// <summary>`/user/a/b#uid`</summary>
    public static string Relative(ActorPath path)
    {
        var text = path.Depth == 0 ? "/" : path.ToStringWithoutAddress();
        return path.Uid == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}#{path.Uid}");
    }

    public static bool IsRelative(string text) => text.StartsWith('/');

    public static bool IsTemporary(string text) => text.StartsWith(Temporary, StringComparison.Ordinal);

    public static string TemporaryName(string text) => text[Temporary.Length..];
}
