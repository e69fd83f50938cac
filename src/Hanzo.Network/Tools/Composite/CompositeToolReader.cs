using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;

namespace Hanzo.Network.Tools.Composite;

/// <summary>Composite tools in an agents file: <c>[{"name","description","steps":["find_files",{"tool":…,"with":…}]}]</c>.</summary>
internal static class CompositeToolReader
{
    public const int Most = 100;

    internal static readonly string[] Fields = ["name", "description", "steps"];
    internal static readonly string[] StepFields = ["tool", "into", "with"];

    public static ImmutableArray<CompositeTool> Read(LocatedJson list)
    {
        var tools = ImmutableArray.CreateBuilder<CompositeTool>();
        foreach (var item in list.RequireArray(Most))
        {
            var name = item.RequireObject(Fields).Require("name");
            if (!CompositeTool.IsName(name.RequireText(CompositeTool.MaxName)))
                throw name.Error($"'{name.Text}' is no name of a tool; it must have {CompositeTool.AllowedName}.");
            if (tools.Any(other => other.Name == name.Text)) throw name.Error($"'{name.Text}' is defined twice.");
            tools.Add(new CompositeTool(name.Text, item.Text("description", AgentsFile.MaxDescription), ReadSteps(item.Require("steps"))));
        }

        return tools.ToImmutable();
    }

    /// <summary>That there is each step's tool, among the node's or before it.</summary>
    public static void Check(LocatedJson list, ToolNames known)
    {
        foreach (var item in list.Items)
        {
            var name = item.Require("name");
            if (known.Names.Contains(name.Text, StringComparer.Ordinal)) throw name.Error($"there is another tool '{name.Text}'.");
            foreach (var step in item.Require("steps").Items)
                if (ToolOf(step) is var tool && !known.Has(tool)) throw step.Error(known.Unknown(tool));
            known = known with { Names = known.Names.Add(name.Text) };
        }
    }

    private static ImmutableArray<CompositeStep> ReadSteps(LocatedJson steps)
    {
        var items = steps.RequireArray(CompositeTool.MostSteps);
        return items.Length >= CompositeTool.LeastSteps
            ? [.. items.Select(ReadStep)]
            : throw steps.Error($"has {items.Length} items; at least {CompositeTool.LeastSteps} are needed.");
    }

    private static CompositeStep ReadStep(LocatedJson item)
    {
        var tool = ToolOf(item);
        if (item.Kind == JsonValueKind.String) return tool;
        item.RequireObject(StepFields);
        var step = new CompositeStep(tool) { Into = item.Member("into")?.RequireText(DeviceLimits.MaxNameLength) };
        if (item.Member("with") is not { } with) return step;
        return step with
        {
            With = step.With.AddRange(with.RequireMap().Select(
                member => KeyValuePair.Create(member.Name, JsonSerializer.SerializeToElement(NodeOf(member.Value))))),
        };
    }

    private static string ToolOf(LocatedJson item) => item.Kind == JsonValueKind.String
        ? item.RequireText(DeviceLimits.MaxNameLength)
        : item.RequireObject(StepFields).Require("tool").RequireText(DeviceLimits.MaxNameLength);

    private static JsonNode? NodeOf(LocatedJson value) => value.Kind switch
    {
        JsonValueKind.Object => new JsonObject(value.Members.Select(member => KeyValuePair.Create(member.Name, NodeOf(member.Value)))),
        JsonValueKind.Array => new JsonArray([.. value.Items.Select(NodeOf)]),
        JsonValueKind.String => JsonValue.Create(value.Text),
        JsonValueKind.Number => long.TryParse(value.Text, CultureInfo.InvariantCulture, out var whole)
            ? JsonValue.Create(whole)
            : JsonValue.Create(double.Parse(value.Text, CultureInfo.InvariantCulture)),
        JsonValueKind.True or JsonValueKind.False => JsonValue.Create(value.Kind == JsonValueKind.True),
        _ => null,
    };
}
