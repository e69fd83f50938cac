using System.Diagnostics.CodeAnalysis;

namespace Hanzo.Network.State;

/// <summary>The name of a value that the network shares: a letter or digit, then up to 127 of <c>A-Z a-z 0-9 _ . : -</c>.</summary>
public readonly record struct StateKey : IComparable<StateKey>
{
    public const int MaxLength = 128;
    public const string AllowedForm = "[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}";

    private readonly string? _value;

    private StateKey(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A StateKey was used without being set.");

    /// <exception cref="FormatException">The text is not of the allowed form.</exception>
    public static StateKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"state key '{text}' is not allowed; it must match {AllowedForm}.");

    public static bool TryParse([NotNullWhen(true)] string? text, out StateKey key)
    {
        var valid = text is { Length: >= 1 and <= MaxLength } && char.IsAsciiLetterOrDigit(text[0]) && text.All(IsKeyCharacter);
        key = valid ? new StateKey(text!) : default;
        return valid;
    }

    /// <summary>Whether keys can begin like this; the empty text is the beginning of all.</summary>
    public static bool IsPrefix([NotNullWhen(true)] string? text) => text is "" || TryParse(text, out _);

    public int CompareTo(StateKey other) => string.CompareOrdinal(_value, other._value);

    public override string ToString() => _value ?? "";

    public static bool operator <(StateKey left, StateKey right) => left.CompareTo(right) < 0;

    public static bool operator >(StateKey left, StateKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(StateKey left, StateKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StateKey left, StateKey right) => left.CompareTo(right) >= 0;

    private static bool IsKeyCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '-';
}
