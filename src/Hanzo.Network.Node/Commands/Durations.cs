using System.CommandLine;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

/// <summary>Options that bound how long a command may take.</summary>
internal static class Durations
{
    public static Option<string?> Option(string help, TimeSpan usual) => new("--timeout")
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{help}; {usual.TotalSeconds}s unless given."),
        HelpName = "60s",
    };

    public static void Validate(Command command, Option<string?> option, TimeSpan most) => command.Validators.Add(result =>
    {
        if (result.GetValue(option) is not { } text || (TimeText.Parse(text) is { } time && TimeLimits.IsWithin(time, most))) return;
        result.AddError($"{option.Name} '{text}' is not allowed; allowed: {TimeLimits.Range(most)}, such as 90s or 2m.");
    });
}
