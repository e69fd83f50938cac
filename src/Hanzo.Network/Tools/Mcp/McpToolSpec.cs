using System.Text.Json;

namespace Hanzo.Network.Tools.Mcp;

/// <summary>A tool as its server tells of it.</summary>
/// <param name="Name">As its server calls it.</param>
/// <param name="MayRepeat">It only reads, or does the same if it is called twice.</param>
public sealed record McpToolSpec(string Name, string Description, JsonElement Schema, bool MayRepeat)
{
    /// <summary>A tool of which nothing but the name is known: anything may be its arguments.</summary>
    public static McpToolSpec Unknown(string name) =>
        new(name, "", JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["type"] = "object" }), MayRepeat: false);
}
