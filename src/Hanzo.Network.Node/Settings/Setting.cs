namespace Hanzo.Network.Node.Settings;

/// <summary>One thing a user can set, under the same name as flag, variable and configuration key.</summary>
/// <param name="Name">As in the flag, without dashes: <c>http-port</c>.</param>
/// <param name="Value">What stands for its value in help texts; null for a switch.</param>
/// <param name="Help">One line.</param>
internal sealed record Setting(string Name, string? Value, string Help)
{
    public const string ConfigSection = "hanzo";
    private const string VariablePrefix = "HANZO_";

    /// <summary>Other flags that mean the same.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Variables of others that mean the same, behind <see cref="Variable"/>.</summary>
    public string[] OtherVariables { get; init; } = [];

    /// <summary>May be given several times; the values are joined by commas.</summary>
    public bool Many { get; init; }

    /// <summary>Known by flag and variable only, because it says where the other layers are.</summary>
    public bool SelectsLayers { get; init; }

    /// <summary>Its value is shown to nobody.</summary>
    public bool IsSecret { get; init; }

    public bool IsSwitch => Value is null;
    public string Flag => $"--{Name}";
    public string Variable => VariablePrefix + Name.ToUpperInvariant().Replace('-', '_');

    /// <summary>A value of it as it may be shown.</summary>
    public string Shown(string text) => IsSecret && text.Length > 0 ? "***" : JournalSetting.WithoutPassword(text);
}
