using System.Buffers;
using System.Globalization;

namespace Hanzo.Network.Agents;

/// <summary>What a node's id may be. It is also the name of a folder, so it is not of dots alone.</summary>
public static class NodeIdRules
{
    public const int MaxLength = 63;
    public const string AllowedForm = "1 to 63 of a-z A-Z 0-9 . _ -, not dots alone";

    /// <summary>Of an id made from a host's name: leaves room for a number such as <c>-99</c>.</summary>
    private const int MaxHostLength = 60;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    public static bool IsValid(string? text) =>
        text is { Length: >= 1 and <= MaxLength }
        && !text.AsSpan().ContainsAnyExcept(Characters)
        && text.AsSpan().ContainsAnyExcept('.');

    /// <summary>The id itself, then <c>ID-2</c>, <c>ID-3</c> and so on; a long one loses its end for that.</summary>
    /// <param name="number">1 to 99.</param>
    public static string Numbered(string id, int number) =>
        number == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id[..Math.Min(id.Length, MaxHostLength)]}-{number}");

    /// <summary>The host's name with what an id may not contain replaced by '-'; <c>node</c> when nothing is left of it.</summary>
    public static string FromHostName(string hostName)
    {
        var name = new string([.. hostName.Take(MaxHostLength).Select(c => Characters.Contains(c) ? c : '-')]);
        return name.Trim('.', '-') is { Length: > 0 } usable ? usable : "node";
    }
}
