using System.Globalization;

namespace Hanzo.Network.Agents;

/// <summary>The n-th run of a session, counted from 1: <c>math.17.01J9Z….1</c>.</summary>
public readonly record struct RunId(SessionId Session, long Number)
{
    /// <exception cref="FormatException">The text is not <c>session.n</c>.</exception>
    public static RunId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"run id '{text}' is not of the form agent.slot.ulid.n.");

    public static bool TryParse(string? text, out RunId id)
    {
        id = default;
        if (text is null) return false;
        var dot = text.LastIndexOf('.');
        if (dot <= 0 || !SessionId.TryParse(text[..dot], out var session)) return false;
        var digits = text.AsSpan(dot + 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1) return false;
        id = new RunId(session, number);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Session}.{Number}");
}
