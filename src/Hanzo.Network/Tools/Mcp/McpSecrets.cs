using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hanzo.Network.Tools.Mcp;

/// <summary>What a server is given in confidence, in <c>env</c> and <c>headers</c>: it is hidden in whatever the server says.</summary>
public sealed class McpSecrets
{
    public const string Hidden = "***";

    /// <summary>Characters; shorter values are in many a text by chance.</summary>
    public const int Shortest = 4;

    /// <summary>Names with one of these, in either case, are those of secrets.</summary>
    private static readonly ImmutableArray<string> TellingNames =
        ["AUTH", "COOKIE", "CREDENTIAL", "DSN", "KEY", "PASS", "PRIVATE", "PWD", "SECRET", "SIGNATURE", "TOKEN"];

    private readonly ImmutableArray<string> _all;
    private readonly ImmutableArray<string> _secrets;

    private McpSecrets(ImmutableArray<string> all, ImmutableArray<string> secrets) => (_all, _secrets) = (all, secrets);

    /// <summary>Characters of the longest value.</summary>
    public int Longest => _all.IsEmpty ? 0 : _all[0].Length;

    public static McpSecrets Of(McpServerSpec server)
    {
        var given = server.Environment.Concat(server.Headers).ToList();
        return new McpSecrets(
            Forms(given.SelectMany(pair => PartsOf(pair.Value).Prepend(pair.Value))),
            Forms(given.SelectMany(pair => IsTelling(pair.Key) ? PartsOf(pair.Value).Prepend(pair.Value) : PasswordsOf(pair.Value))));
    }

    /// <summary>In an error or a log no value is left: none of them helps whoever reads it.</summary>
    public string HideInError(string text) => Hide(text, _all);

    /// <summary>In what a server was asked for, a path or a mode that it was given may belong there; a secret does not.</summary>
    public string HideInAnswer(string text) => Hide(text, _secrets);

    /// <summary>A tool's description and schema, which a model is told.</summary>
    public McpToolSpec HideIn(McpToolSpec tool)
    {
        var (description, before) = (HideInAnswer(tool.Description), tool.Schema.GetRawText());
        var schema = HideInAnswer(before);
        if (schema == before) return tool with { Description = description };
        try
        {
            return tool with { Description = description, Schema = JsonElement.Parse(schema) };
        }
        catch (JsonException)
        {
            // It was more than a text that is gone: anything may be the arguments.
            return tool with { Description = description, Schema = McpToolSpec.Unknown(tool.Name).Schema };
        }
    }

    private static string Hide(string text, ImmutableArray<string> values) =>
        values.Aggregate(text, (shown, value) => shown.Replace(value, Hidden, StringComparison.Ordinal));

    private static bool IsTelling(string name) => TellingNames.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>What follows the first word, as in <c>Bearer x</c>, and a password in an address.</summary>
    private static IEnumerable<string> PartsOf(string value) =>
        value.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var end
            ? PasswordsOf(value).Append(value[(end + 1)..].Trim())
            : PasswordsOf(value);

    private static IEnumerable<string> PasswordsOf(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Split(':', 2) is [_, var password]
            ? [password, Uri.UnescapeDataString(password)]
            : [];

    /// <summary>Also as they stand in JSON; the longest first, as others may be parts of it.</summary>
    private static ImmutableArray<string> Forms(IEnumerable<string> values) =>
    [
        .. values
            .SelectMany(value => new[]
            {
                value, JavaScriptEncoder.Default.Encode(value), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value),
            })
            .Where(value => value.Length >= Shortest)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(value => value.Length),
    ];
}
