using System.Collections.Immutable;
using Hanzo.Network.Adapters.Mcp;
using Hanzo.Network.Adapters.Tools;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.BuiltIn;
using Hanzo.Network.Tools.Mcp;

namespace Hanzo.Network.Node.Hosting;

/// <summary>The tools that the settings turn on, besides those every node has.</summary>
internal static class ToolInputs
{
    private static readonly ImmutableArray<string> BuiltIn =
        [.. BuiltInTools.Create(() => NodeDevice.NotProbed).Select(tool => tool.Name)];

    /// <summary>Servers of tools, from their file.</summary>
    public static ImmutableArray<McpServerSpec> LoadServers(NodeSettings settings, ImmutableArray<string>.Builder problems) =>
        settings.McpFile is { } file
            ? [.. NodeInputs.Parse<IEnumerable<McpServerSpec>>(SettingCatalog.McpFile, file, ParseServers, problems) ?? []]
            : [];

    private static IEnumerable<McpServerSpec> ParseServers(string file, ReadOnlySpan<byte> json) =>
        McpFile.Parse(file, json, Environment.GetEnvironmentVariable);

    /// <summary>The names that agents may use.</summary>
    public static ToolNames Names(
        NodeSettings settings, ImmutableArray<McpServerSpec> servers, ImmutableArray<string>.Builder problems)
    {
        if (settings.ToolsRoot is { } root && !Directory.Exists(root))
            problems.Add($"{SettingCatalog.ToolsRoot.Flag}: there is no folder {root}.");
        var optional = ImmutableArray.Create(
            (Names: ToolsRegistration.FileToolNames, Setting: SettingCatalog.ToolsRoot, IsOn: settings.ToolsRoot is not null),
            (Names: ToolsRegistration.HttpToolNames, Setting: SettingCatalog.ToolsHttpHosts, IsOn: !settings.HttpHosts.IsEmpty));
        var off = optional.Where(tools => !tools.IsOn)
            .SelectMany(tools => tools.Names, (tools, name) => KeyValuePair.Create(name, $"{tools.Setting.Flag} {tools.Setting.Value}"));
        var listed = servers.Where(server => !server.Tools.IsDefault)
            .SelectMany(server => server.Tools.Select(tool => McpNames.Of(server.Name, tool)).OfType<string>());
        return new ToolNames([.. BuiltIn, .. optional.Where(tools => tools.IsOn).SelectMany(tools => tools.Names), .. listed])
        {
            Prefixes = [.. servers.Where(server => server.Tools.IsDefault).Select(server => McpNames.Prefix(server.Name))],
            Off = off.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    public static INetworkBuilder UseTools(this INetworkBuilder network, NodeSettings settings, NodeInputs inputs)
    {
        if (settings.ToolsRoot is { } root) network.UseFileTools(root);
        if (!settings.HttpHosts.IsEmpty) network.UseHttpTool(settings.HttpHosts, settings.HttpPrivate);
        foreach (var tool in inputs.CompositeTools) network.Services.AddSingleton(tool);
        if (!inputs.McpServers.IsEmpty) network.UseMcpServers(inputs.McpServers);
        return network;
    }
}
