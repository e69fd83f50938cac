using System.CommandLine;
using System.Globalization;

namespace Hanzo.Network.Simulation.Replay;

/// <summary>Options whose errors name the option, the bad value and what is allowed.</summary>
internal static class BoundedOption
{
    public static Option<int?> Count(string name, int least, int most, int otherwise, string help) => Create(
        name,
        "N",
        $"{help} {least} to {most}, {otherwise} unless given.",
        $"{least} to {most}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : (int?)null);

    public static Option<TimeSpan?> Duration(string name, TimeSpan least, TimeSpan most, string otherwise, string help)
    {
        var range = $"{Durations.Text(least)} to {Durations.Text(most)}";
        return Create(
            name,
            "TIME",
            $"{help} {range}, {otherwise} unless given.",
            $"{range}, as in 90s, 10m or 1.5h",
            text => Durations.TryParse(text, out var value) && value >= least && value <= most ? value : (TimeSpan?)null);
    }

    public static Option<ulong?> Seed(string name, string help) => Create(
        name,
        "SEED",
        help,
        $"0 to {ulong.MaxValue}",
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : (ulong?)null);

    /// <summary>Null unless given.</summary>
    public static Option<T?> Create<T>(string name, string value, string help, string allowed, Func<string, T?> parse)
        where T : struct =>
        new(name)
        {
            Description = help,
            HelpName = value,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                var parsed = parse(text);
                if (parsed is null) result.AddError($"{name} '{text}' is not allowed; allowed: {allowed}.");
                return parsed;
            },
        };
}
