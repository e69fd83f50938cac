using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;

namespace Hanzo.Network.Routing;

/// <summary>
/// The routers of a network as a person writes them: <c>{"combine":"weights","routers":[{"use":"rules","weight":0.8,…}]}</c>; the
/// JSON Schema is <see cref="Schemas.Router"/>.
/// </summary>
public static class RouterFile
{
    public const int MaxRouters = 16;
    private const double LeastWeight = 0.001;
    private const double MostWeight = 1000;
    private const int MostSeconds = 120;

    internal static readonly string[] RootFields = ["combine", "routers", "$schema"];
    internal static readonly string[] Fields =
        ["use", "weight", "rules", "threshold", "related_cosine", "model", "timeout_seconds", "among"];
    internal static readonly string[] RuleFields = ["pattern", "agent", "match_case"];

    private static readonly (string Name, RouterCombination Value)[] Combinations =
        [("first", RouterCombination.First), ("weights", RouterCombination.Weights)];

    /// <param name="file">The name for messages.</param>
    /// <exception cref="InvalidFileException">Names file, line, field and what is allowed.</exception>
    public static RouterPlan Parse(string file, ReadOnlySpan<byte> json)
    {
        var root = LocatedJson.Parse(file, json).RequireObject(RootFields);
        var combine = root.Member("combine")?.Choice(Combinations) ?? RouterCombination.First;
        var list = root.Require("routers");
        var parts = list.RequireArray(MaxRouters).Select(item => Read(item, combine)).ToImmutableArray();
        return parts.IsEmpty ? throw list.Error($"has no items; it must have 1 to {MaxRouters}.") : new RouterPlan(combine, parts);
    }

    private static RouterPart Read(LocatedJson item, RouterCombination combine)
    {
        if (item.Kind == System.Text.Json.JsonValueKind.String) return new RouterPart(KindOf(item, item));
        item.RequireObject(Fields);
        var kind = KindOf(item, item.Require("use"));
        foreach (var (name, value) in item.Members)
            if (value.Kind != System.Text.Json.JsonValueKind.Null) RequireFits(name, value, kind, combine);
        var seconds = item.Integer("timeout_seconds", 1, MostSeconds, "seconds");
        return new RouterPart(kind)
        {
            Weight = item.Number("weight", LeastWeight, MostWeight, "parts") ?? 1,
            Rules = item.Member("rules") is { } rules ? ReadRules(rules) : [],
            Threshold = item.Number("threshold", 0, 1, "of similarity") ?? SemanticRouterOptions.DefaultThreshold,
            RelatedCosine = item.Number("related_cosine", 0.001, 0.999, "of cosine"),
            Model = item.Member("model")?.RequireText(DeviceLimits.MaxNameLength),
            Timeout = seconds is { } given ? TimeSpan.FromSeconds(given) : ModelRouter.DefaultTimeout,
            Among = item.Member("among") is { } among ? ReadNames(among) : [],
        };
    }

    private static RouterKind KindOf(LocatedJson item, LocatedJson use)
    {
        var kind = use.Choice(RouterNames.Kinds);
        return kind == RouterKind.Rules && item.Member("rules") is null ? throw item.Error("the field 'rules' is missing.") : kind;
    }

    /// <summary>A field that would change nothing is more likely one too many in the wrong place.</summary>
    private static void RequireFits(string name, LocatedJson value, RouterKind kind, RouterCombination combine)
    {
        var fits = name switch
        {
            "weight" => combine is RouterCombination.Weights,
            "rules" => kind is RouterKind.Rules,
            "threshold" or "related_cosine" => kind is RouterKind.Semantic,
            "model" or "timeout_seconds" => kind is RouterKind.Model,
            "among" => RouterNames.BalancingOf(kind) is not null,
            _ => true,
        };
        if (fits) return;
        throw value.Error(name == "weight"
            ? "counts only where 'combine' is 'weights'."
            : $"is no field of '{RouterNames.Kinds.First(one => one.Value == kind).Name}'.");
    }

    private static ImmutableArray<RouteRule> ReadRules(LocatedJson rules) =>
        [.. rules.RequireArray(RuleRouter.MaxRules).Select(ReadRule)];

    private static RouteRule ReadRule(LocatedJson item)
    {
        item.RequireObject(RuleFields);
        var pattern = item.Require("pattern");
        var agent = AgentsFile.ReadName(item.Require("agent"));
        try
        {
            return new RouteRule(pattern.RequireText(RouteRule.MaxPattern), agent, item.Flag("match_case"));
        }
        catch (ArgumentException error)
        {
            throw pattern.Error(error.Message);
        }
    }

    private static ImmutableArray<AgentName> ReadNames(LocatedJson among) =>
        [.. among.RequireArray(AgentsFile.MaxAgents).Select(AgentsFile.ReadName)];
}
