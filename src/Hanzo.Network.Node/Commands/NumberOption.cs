using System.CommandLine;
using System.Globalization;

namespace Hanzo.Network.Node.Commands;

/// <summary>Options for a whole number whose errors name the option, the bad value and what is allowed.</summary>
internal static class NumberOption
{
    /// <summary>Null unless given.</summary>
    /// <param name="help">What it is for; the range goes behind it.</param>
    /// <param name="otherwise">What counts unless it is given, for the help; null: nothing does.</param>
    public static Option<int?> Of(string name, string value, int least, int most, string help, int? otherwise = null) => new(name)
    {
        Description = otherwise is null ? $"{help}: {least} to {most}." : $"{help}: {least} to {most}, {otherwise} unless given.",
        HelpName = value,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            if (isNumber && number >= least && number <= most) return number;
            result.AddError($"{name} '{text}' is not allowed; allowed: {least} to {most}.");
            return null;
        },
    };

    /// <summary>From 0 on, as revisions and ids are; null unless given.</summary>
    public static Option<long?> Of(string name, string value, string help) => new(name)
    {
        Description = help,
        HelpName = value,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
            result.AddError($"{name} '{text}' is not allowed; allowed: 0 to {long.MaxValue}.");
            return null;
        },
    };
}
