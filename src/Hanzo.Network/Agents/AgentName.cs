using System.Diagnostics.CodeAnalysis;

namespace Hanzo.Network.Agents;

/// <summary>The name of an agent: a lower-case letter, then up to 62 of <c>a-z 0-9 _ -</c>.</summary>
public readonly record struct AgentName : IComparable<AgentName>
{
    public const int MaxLength = 63;
    public const string AllowedForm = "[a-z][a-z0-9_-]{0,62}";

    /// <summary>What the network keeps for itself: run ids are kept as if they were slots of an agent of this name.</summary>
    public const string Reserved = "run-directory";

    public const string ReservedText = $"the name '{Reserved}' is the network's own; choose another";

    private readonly string? _value;

    private AgentName(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An AgentName was used without being set.");

    public bool IsReserved => _value == Reserved;

    /// <exception cref="FormatException">The text is not of the allowed form.</exception>
    public static AgentName Parse(string text) =>
        TryParse(text, out var name)
            ? name
            : throw new FormatException($"agent name '{text}' is not allowed; it must match {AllowedForm}.");

    public static bool TryParse([NotNullWhen(true)] string? text, out AgentName name)
    {
        var valid = text is { Length: >= 1 and <= MaxLength } && char.IsAsciiLetterLower(text[0]) && text.All(IsNameCharacter);
        name = valid ? new AgentName(text!) : default;
        return valid;
    }

    public int CompareTo(AgentName other) => string.CompareOrdinal(_value, other._value);

    public override string ToString() => _value ?? "";

    public static bool operator <(AgentName left, AgentName right) => left.CompareTo(right) < 0;

    public static bool operator >(AgentName left, AgentName right) => left.CompareTo(right) > 0;

    public static bool operator <=(AgentName left, AgentName right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AgentName left, AgentName right) => left.CompareTo(right) >= 0;

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-';
}
