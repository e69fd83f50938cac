using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;

namespace Hanzo.Network.Tools.Mcp;

/// <summary>
/// Servers of tools as a person names them, in the form that other programs read as well:
/// <c>{"mcpServers":{"files":{"command","args","env"},"web":{"url","headers"}}}</c>; the JSON Schema is <see cref="Schemas.Mcp"/>.
/// </summary>
public static partial class McpFile
{
    public const int MaxServers = 32;

    private const int MaxArguments = 100;
    private const int MaxVariables = 100;
    private const int MaxTools = 200;
    private const int MaxText = 8000;

    internal static readonly string[] RootFields = ["mcpServers", "$schema"];
    internal static readonly string[] Fields =
        ["type", "command", "args", "env", "cwd", "url", "headers", "tools", "timeout_seconds", "disabled"];

    /// <param name="file">The name for messages.</param>
    /// <param name="variable">What <c>${NAME}</c> in <c>env</c> and <c>headers</c> stands for; null: the variable is not set.</param>
    /// <exception cref="InvalidFileException">Names file, line, field and what is allowed; never a value of a variable.</exception>
    public static ImmutableArray<McpServerSpec> Parse(string file, ReadOnlySpan<byte> json, Func<string, string?> variable)
    {
        var members = LocatedJson.Parse(file, json).RequireObject(RootFields).Require("mcpServers").RequireMap();
        var servers = ImmutableArray.CreateBuilder<McpServerSpec>();
        foreach (var (name, item) in members)
        {
            if (!McpNames.IsServer(name)) throw item.Error($"'{name}' is no name of a server; it must have {McpNames.AllowedServer}.");
            var server = Read(name, item.RequireObject(Fields), variable);
            if (item.Flag("disabled")) continue;
            if (servers.Count == MaxServers) throw item.Error($"there are more than {MaxServers} servers.");
            servers.Add(server);
        }

        return servers.ToImmutable();
    }

    private static McpServerSpec Read(string name, LocatedJson item, Func<string, string?> variable)
    {
        var (command, url) = (item.Member("command"), item.Member("url"));
        if (command is null == url is null) throw item.Error("must have either a 'command' or an 'url'.");
        if (item.Member("type") is { } type && type.Choice<bool>([("stdio", true), ("http", false), ("sse", false)]) != (url is null))
            throw type.Error(url is null ? "must be stdio where there is a 'command'." : "must be http or sse where there is an 'url'.");
        foreach (var field in url is null ? new[] { "headers" } : ["args", "env", "cwd"])
            if (item.Member(field) is { } stray) throw stray.Error($"means nothing beside {(url is null ? "'command'" : "'url'")}.");
        return new McpServerSpec(name)
        {
            Command = command?.RequireText(MaxText),
            Arguments = Texts(item, "args", MaxArguments),
            Environment = Map(item, "env", variable),
            Folder = item.Member("cwd")?.RequireText(MaxText),
            Url = url is null ? null : ReadUrl(url),
            Headers = Map(item, "headers", variable),
            Tools = item.Member("tools") is null ? default : Texts(item, "tools", MaxTools),
            Timeout = item.Integer("timeout_seconds", 1, (long)McpServerSpec.MaxTimeout.TotalSeconds, "seconds") is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : McpServerSpec.DefaultTimeout,
        };
    }

    private static ImmutableArray<string> Texts(LocatedJson item, string field, int most) =>
        item.Member(field) is { } list ? [.. list.RequireArray(most).Select(one => one.RequireText(MaxText, allowEmpty: true))] : [];

    private static ImmutableSortedDictionary<string, string> Map(LocatedJson item, string field, Func<string, string?> variable)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (item.Member(field) is not { } given) return map.ToImmutable();
        foreach (var (name, value) in given.RequireMap())
        {
            if (map.Count == MaxVariables) throw given.Error($"has more than {MaxVariables} members.");
            if (name.Length is 0 or > DeviceLimits.MaxNameLength || !name.All(c => c is > ' ' and <= '~' and not '=' and not ':'))
                throw value.Error($"'{name}' is no name: it has 1 to {DeviceLimits.MaxNameLength} visible ASCII characters, no = or :.");
            map[name] = Resolved(value, variable);
        }

        return map.ToImmutable();
    }

    private static string Resolved(LocatedJson value, Func<string, string?> variable)
    {
        var text = Reference().Replace(value.RequireText(MaxText, allowEmpty: true), found =>
            variable(found.Groups[1].Value) ?? throw value.Error($"the variable {found.Groups[1].Value} is not set."));
        return text.Any(char.IsControl) ? throw value.Error("must not hold control characters.") : text;
    }

    private static Uri ReadUrl(LocatedJson value) =>
        IsHttp(value.RequireText(MaxText), out var url)
            ? url
            : throw value.Error("must be an http or https address such as http://localhost:3000/mcp, without user.");

    private static bool IsHttp(string text, out Uri url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url!) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0;

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Reference();
}
