using System.Collections.Immutable;
using System.Text;

namespace Hanzo.Network.Tools.Mcp;

/// <summary>The tools of one server that agents may use, by the names that they have here.</summary>
public sealed record McpToolList
{
    /// <summary>Of one server.</summary>
    public const int Most = 100;

    /// <summary>Bytes of a tool's schema as JSON.</summary>
    public const int MaxSchemaBytes = 32 * 1024;

    private const int MaxDescription = 2000;

    public static readonly McpToolList None = new();

    public ImmutableSortedDictionary<string, McpToolSpec> Tools { get; private init; } =
        ImmutableSortedDictionary<string, McpToolSpec>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Which ones were left out and why, as sentences.</summary>
    public ImmutableArray<string> LeftOut { get; private init; } = [];

    public static McpToolList Of(McpServerSpec server, IEnumerable<McpToolSpec> told)
    {
        var list = None;
        foreach (var tool in told.Where(tool => server.Allows(tool.Name)))
        {
            var name = McpNames.Of(server.Name, tool.Name);
            var clipped = tool.Description.Length > MaxDescription ? tool with { Description = tool.Description[..MaxDescription] } : tool;
            list = Problem(list, name, tool) is { } problem
                ? list with { LeftOut = list.LeftOut.Length < Most ? list.LeftOut.Add(problem) : list.LeftOut }
                : list with { Tools = list.Tools.Add(name!, clipped) };
        }

        return list;
    }

    private static string? Problem(McpToolList list, string? name, McpToolSpec tool)
    {
        if (list.Tools.Count == Most) return $"'{Shown(tool)}' is left out: at most {Most} tools of a server are offered.";
        if (name is null) return $"'{Shown(tool)}' is left out: with the server's, its name has more than {McpNames.MaxLength} characters.";
        if (list.Tools.ContainsKey(name)) return $"'{Shown(tool)}' is left out: another one is called {name} already.";
        var bytes = Encoding.UTF8.GetByteCount(tool.Schema.GetRawText());
        return bytes > MaxSchemaBytes
            ? $"'{Shown(tool)}' is left out: its schema has {bytes} bytes, at most {MaxSchemaBytes} are taken."
            : null;
    }

    private static string Shown(McpToolSpec tool) =>
        tool.Name.Length <= McpNames.MaxLength ? tool.Name : tool.Name[..McpNames.MaxLength] + "…";
}
