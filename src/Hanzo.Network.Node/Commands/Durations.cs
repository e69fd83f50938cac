using System.CommandLine;
using System.Globalization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Commands;

/// <summary>Times on the command line: <c>90</c> and <c>90s</c> are seconds, <c>500ms</c>, <c>2m</c>, <c>1h</c>.</summary>
internal static class Durations
{
    private static readonly (string Suffix, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)];

    public static Option<string?> Option(string help, TimeSpan usual) => new("--timeout")
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{help}; {usual.TotalSeconds}s unless given."),
        HelpName = "60s",
    };

    public static void Validate(Command command, Option<string?> option, TimeSpan most) => command.Validators.Add(result =>
    {
        if (result.GetValue(option) is not { } text || (Parse(text) is { } time && TimeLimits.IsWithin(time, most))) return;
        result.AddError($"{option.Name} '{text}' is not allowed; allowed: {TimeLimits.Range(most)}, such as 90s or 2m.");
    });

    /// <summary>Null for null, and for what is no time.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (text is null) return null;
        var (suffix, seconds) = Units.First(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var number = text[..^suffix.Length];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 1e6
            ? TimeSpan.FromSeconds(value * seconds)
            : null;
    }
}
