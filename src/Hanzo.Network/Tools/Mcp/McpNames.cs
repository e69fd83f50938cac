namespace Hanzo.Network.Tools.Mcp;

/// <summary>How tools of servers are called here: <c>server__tool</c>.</summary>
public static class McpNames
{
    private const string Separator = "__";

    /// <summary>Characters of a tool's whole name: what models' endpoints take.</summary>
    public const int MaxLength = 64;

    public const int MaxServer = 32;

    public const string AllowedServer = "1 to 32 of a-z A-Z 0-9 _ -, no _ at either end and not two together";

    public static bool IsServer(string name) =>
        name.Length is > 0 and <= MaxServer && name.All(IsPlain) && name[0] != '_' && name[^1] != '_'
        && !name.Contains(Separator, StringComparison.Ordinal);

    public static string Prefix(string server) => server + Separator;

    /// <returns>Null: it is too long, or empty. What models' endpoints do not take becomes _.</returns>
    public static string? Of(string server, string tool)
    {
        var name = Prefix(server) + string.Concat(tool.Select(c => IsPlain(c) ? c : '_'));
        return tool.Length > 0 && name.Length <= MaxLength ? name : null;
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
