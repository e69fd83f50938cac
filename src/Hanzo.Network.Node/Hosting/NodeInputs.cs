using System.Collections.Immutable;
using Hanzo.Network.Adapters.Models;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Routing;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Composite;
using Hanzo.Network.Tools.Mcp;

namespace Hanzo.Network.Node.Hosting;

/// <summary>What the files and names in the settings stand for.</summary>
/// <param name="Device">Null: what is detected.</param>
/// <param name="Table">TFLOPS by chip, for what is detected.</param>
internal sealed record NodeInputs(
    ImmutableArray<Agent> Agents, DeviceCapabilities? Device, FlopsTable Table, ImmutableArray<string> Problems)
{
    /// <summary>Of models, from the first choice to the last.</summary>
    public ImmutableArray<NamedProvider> Providers { get; init; } = [];

    /// <summary>Of runs that name no agent.</summary>
    public RouterPlan Router { get; init; } = RouterPlan.Default;

    /// <summary>That agents files make of other tools.</summary>
    public ImmutableArray<CompositeTool> CompositeTools { get; init; } = [];

    public ImmutableArray<McpServerSpec> McpServers { get; init; } = [];

    private const int MaxFileBytes = 1024 * 1024;

    /// <summary>What the names of files end in, where a setting may be a name or a file.</summary>
    public const string JsonSuffix = ".json";

    public static NodeInputs Load(NodeSettings settings)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var composites = ImmutableArray.CreateBuilder<CompositeTool>();
        var servers = ToolInputs.LoadServers(settings, problems);
        var agents = LoadAgents(settings.Agents, ToolInputs.Names(settings, servers, problems), composites, problems);
        var table = LoadTable(settings.FlopsTableFile, problems);
        var device = settings.DeviceFile is { } file
            ? LoadDevice(file, table, problems)
            : settings.Topology?.Peers[settings.NodeId!].Device;
        var providers = ModelInputs.Load(settings, Environment.GetEnvironmentVariable, problems);
        var router = LoadRouter(settings.Router, problems);
        return new NodeInputs(agents, device, table, problems.ToImmutable())
        {
            Providers = providers, CompositeTools = composites.ToImmutable(), McpServers = servers, Router = router,
        };
    }

    public static bool IsFile(string text) => text.EndsWith(JsonSuffix, StringComparison.OrdinalIgnoreCase);

    /// <param name="table">Tells what the file leaves out.</param>
    public static (DeviceCapabilities? Device, ImmutableArray<string> Problems) LoadDevice(string file, FlopsTable table)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        return (LoadDevice(file, table, problems), problems.ToImmutable());
    }

    /// <param name="file">Null: the built-in table alone.</param>
    public static (FlopsTable Table, ImmutableArray<string> Problems) LoadTable(string? file)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        return (LoadTable(file, problems), problems.ToImmutable());
    }

    private static FlopsTable LoadTable(string? file, ImmutableArray<string>.Builder problems)
    {
        var rows = file is null ? null : Parse(SettingCatalog.FlopsTable, file, ParseTable, problems);
        return rows is null ? FlopsTable.Builtin : FlopsTable.Builtin.With(rows);
    }

    private static IEnumerable<FlopsRow> ParseTable(string file, ReadOnlySpan<byte> json) => FlopsFile.Parse(file, json);

    private static DeviceCapabilities? LoadDevice(string file, FlopsTable table, ImmutableArray<string>.Builder problems) =>
        Parse(SettingCatalog.Device, file, (name, json) => DeviceFile.Parse(name, json, table), problems);

    /// <exception cref="IOException">It cannot be read, or is too large.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadFile(string file) =>
        new FileInfo(file) is { Exists: true, Length: > MaxFileBytes } large
            ? throw new IOException($"it has {large.Length} bytes, at most {MaxFileBytes} are read")
            : File.ReadAllBytes(file);

    /// <summary>A part that ends in <c>.json</c> is an agents file, any other the name of a built-in agent.</summary>
    private static ImmutableArray<Agent> LoadAgents(
        string text, ToolNames tools, ImmutableArray<CompositeTool>.Builder composites, ImmutableArray<string>.Builder problems)
    {
        var agents = ImmutableArray.CreateBuilder<Agent>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IsFile(part))
                agents.AddRange(Parse<IEnumerable<Agent>>(SettingCatalog.Agents, part, ParseAgents, problems) ?? []);
            else if (BuiltInAgents.Find(part) is { } builtIn)
                agents.Add(builtIn);
            else
                problems.Add(UnknownAgent(part));
        }
        foreach (var twice in composites.GroupBy(tool => tool.Name).Where(group => group.Count() > 1))
            problems.Add($"--agents: the composite tool '{twice.Key}' is given twice.");
        foreach (var twice in agents.GroupBy(agent => agent.Name).Where(group => group.Count() > 1))
            problems.Add($"--agents: '{twice.Key}' is given twice.");
        return agents.ToImmutable();

        IEnumerable<Agent> ParseAgents(string file, ReadOnlySpan<byte> json)
        {
            var parsed = AgentsFile.Parse(file, json, tools);
            composites.AddRange(AgentsFile.ParseTools(file, json));
            return parsed;
        }
    }

    private static RouterPlan LoadRouter(string? text, ImmutableArray<string>.Builder problems)
    {
        if (text is null) return RouterPlan.Default;
        var plan = IsFile(text) ? Parse(SettingCatalog.Router, text, ParseRouter, problems) : RouterPlan.Named(text);
        return plan ?? RouterPlan.Default;
    }

    private static RouterPlan ParseRouter(string file, ReadOnlySpan<byte> json) => RouterFile.Parse(file, json);

    private static string UnknownAgent(string name)
    {
        var known = BuiltInAgents.All.Select(agent => agent.Name.Value).ToArray();
        var guess = Suggestion.For(name, known) is { } hint ? $"; did you mean '{hint}'?" : ".";
        return $"--agents: '{name}' is neither a built-in agent ({string.Join(", ", known)}) nor a file ending in {JsonSuffix}{guess}";
    }

    internal delegate T Parser<out T>(string file, ReadOnlySpan<byte> json);

    internal static T? Parse<T>(Setting setting, string file, Parser<T> parse, ImmutableArray<string>.Builder problems)
        where T : class
    {
        try
        {
            return parse(file, ReadFile(file));
        }
        catch (InvalidFileException e)
        {
            problems.Add(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{setting.Flag}: {file} cannot be read: {e.Message}");
        }
        return null;
    }
}
