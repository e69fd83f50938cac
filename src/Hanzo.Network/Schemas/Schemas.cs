namespace Hanzo.Network;

/// <summary>JSON Schemas (draft 2020-12) of the files that users write.</summary>
public static class Schemas
{
    public static string Agents { get; } = Read("agents.schema.json");

    public static string Device { get; } = Read("device.schema.json");

    public static string Flops { get; } = Read("flops.schema.json");

    public static string Mcp { get; } = Read("mcp.schema.json");

    public static string Models { get; } = Read("models.schema.json");

    public static string Router { get; } = Read("router.schema.json");

    /// <summary>Refers to <see cref="Device"/> as <c>device.schema.json</c>.</summary>
    public static string Topology { get; } = Read("topology.schema.json");

    private static string Read(string name)
    {
        using var stream = typeof(Schemas).Assembly.GetManifestResourceStream($"schemas/{name}")
            ?? throw new InvalidOperationException($"The resource schemas/{name} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
