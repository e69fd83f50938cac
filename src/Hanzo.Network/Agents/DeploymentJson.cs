using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;

namespace Hanzo.Network.Agents;

/// <summary>One agent to deploy, in the form of the agents file, with <c>on</c>, <c>label</c> and <c>replicas</c> beside.</summary>
public static class DeploymentJson
{
    private static readonly string[] Fields = [.. AgentsFile.Fields, "on", "label", "replicas"];

    /// <param name="source">The name for messages.</param>
    /// <exception cref="InvalidFileException">Names field and what is allowed.</exception>
    public static Agent Parse(string source, ReadOnlySpan<byte> json)
    {
        var root = LocatedJson.Parse(source, json).RequireObject(Fields);
        var scope = new AgentDeployment(0)
        {
            Nodes = root.Member("on") is { } on ? ReadNodes(on) : [],
            Label = root.Member("label")?.RequireText(DeviceLimits.MaxNameLength),
            Replicas = (int?)root.Integer("replicas", 1, DeploymentRules.MaxReplicas, "nodes"),
        };
        return AgentsFile.Read(root, knownTools: null) with { Deployment = scope };
    }

    private static ImmutableArray<string> ReadNodes(LocatedJson on)
    {
        if (on.Kind == JsonValueKind.String) return [ReadNode(on)];
        var nodes = on.RequireArray(DeploymentRules.MaxNodes).Select(ReadNode).ToImmutableArray();
        return [.. nodes.Distinct(StringComparer.Ordinal)];
    }

    private static string ReadNode(LocatedJson value)
    {
        var text = value.RequireText(NodeIdRules.MaxLength);
        return NodeIdRules.IsValid(text) ? text : throw value.Error($"'{text}' is no node id; it must have {NodeIdRules.AllowedForm}.");
    }
}
