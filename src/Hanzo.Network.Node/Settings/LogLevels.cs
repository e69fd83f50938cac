using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Node.Settings;

/// <summary>The least severe level that is written, by category prefix.</summary>
internal sealed record LogLevels(LogLevel Default, ImmutableSortedDictionary<string, LogLevel> ByCategory)
{
    public const string Allowed = "trace, debug, information, warning, error, critical, none, each alone or as category=level";

    public static readonly LogLevels Quiet =
        new(LogLevel.Warning, ImmutableSortedDictionary.Create<string, LogLevel>(StringComparer.Ordinal));

    /// <returns>Null when a part is not of the form <c>[category=]level</c>.</returns>
    public static LogLevels? Parse(string text)
    {
        var levels = Quiet;
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.LastIndexOf('=');
            if (ParseLevel(part[(equals + 1)..]) is not { } level || equals == 0) return null;
            levels = equals < 0
                ? levels with { Default = level }
                : levels with { ByCategory = levels.ByCategory.SetItem(part[..equals].Trim(), level) };
        }
        return levels;
    }

    private static LogLevel? ParseLevel(string text) => text.Trim() switch
    {
        "info" => LogLevel.Information,
        "warn" => LogLevel.Warning,
        var name when name.All(char.IsAsciiLetter) && Enum.TryParse<LogLevel>(name, ignoreCase: true, out var level) => level,
        _ => null,
    };
}
