namespace Hanzo.Network.Node.Settings;

/// <summary>A value that cannot be used: which, where it was written, and what is allowed.</summary>
internal sealed record SettingProblem(string Setting, string Message)
{
    public static SettingProblem NotAllowed(Setting setting, SettingValue value, string reason) =>
        new(setting.Name, $"{Where(setting, value)} '{setting.Shown(value.Text)}' is not allowed: {reason}.");

    private static string Where(Setting setting, SettingValue value) =>
        value.Origin.StartsWith("--", StringComparison.Ordinal) ? value.Origin : $"{setting.Flag} (from {value.Origin})";
}
