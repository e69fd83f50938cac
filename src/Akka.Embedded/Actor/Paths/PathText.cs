using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Akka.Actor;

/// <summary>The textual side of actor paths.</summary>
internal static class PathText
{
    public const string NameRule =
        "Actor paths MUST: not start with `$`, not be empty, and only contain ASCII letters, digits and these special characters: `"
            + ActorPath.ValidSymbols + "`";

    private static readonly SearchValues<char> Valid =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + ActorPath.ValidSymbols);

    public static bool IsValidElement([NotNullWhen(true)] string? name)
    {
        if (string.IsNullOrEmpty(name) || name[0] == '$')
            return false;
        var rest = name.AsSpan();
        while (true)
        {
            var bad = rest.IndexOfAnyExcept(Valid);
            if (bad < 0)
                return true;
            rest = rest[bad..];
            if (rest.Length < 3 || rest[0] != '%' || !char.IsAsciiHexDigit(rest[1]) || !char.IsAsciiHexDigit(rest[2]))
                return false;
            rest = rest[3..];
        }
    }

    public static bool TrySplitUid(ReadOnlySpan<char> element, bool mayHaveUid, [NotNullWhen(true)] out string? name, out long uid)
    {
        uid = 0;
        var hash = mayHaveUid ? element.IndexOf('#') : -1;
        name = (hash < 0 ? element : element[..hash]).ToString();
        return hash < 0 || long.TryParse(element[(hash + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out uid);
    }

    public static string Join(ActorPath path, string prefix, long uid)
    {
        if (path.Depth == 0)
            return prefix + "/";
        var fragment = uid == 0 ? "" : "#" + uid.ToString(CultureInfo.InvariantCulture);
        var length = prefix.Length + fragment.Length;
        for (var p = path; p.Depth > 0; p = p.Parent)
            length += p.Name.Length + 1;
        return string.Create(length, (path, prefix, fragment), static (span, parts) =>
        {
            parts.prefix.CopyTo(span);
            parts.fragment.CopyTo(span[^parts.fragment.Length..]);
            var end = span.Length - parts.fragment.Length;
            for (var p = parts.path; p.Depth > 0; p = p.Parent)
            {
                end -= p.Name.Length;
                p.Name.CopyTo(span[end..]);
                span[--end] = '/';
            }
        });
    }
}
