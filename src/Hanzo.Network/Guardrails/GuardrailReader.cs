using System.Collections.Immutable;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;

namespace Hanzo.Network.Guardrails;

/// <summary>The field <c>guardrails</c> of an agent.</summary>
internal static class GuardrailReader
{
    public const int Most = 32;

    internal static readonly string[] Fields = ["on", "name", "pattern", "with", "reason"];

    private static readonly (string Name, GuardrailStage? Value)[] Stages =
        [("input", GuardrailStage.Input), ("output", GuardrailStage.Output), ("both", null)];

    public static ImmutableArray<GuardrailRule> Read(LocatedJson rules) => [.. rules.RequireArray(Most).Select(ReadRule)];

    private static GuardrailRule ReadRule(LocatedJson item)
    {
        if (item.Kind == System.Text.Json.JsonValueKind.String)
            return new GuardrailRule { Name = item.RequireText(DeviceLimits.MaxNameLength) };
        item.RequireObject(Fields);
        var rule = new GuardrailRule
        {
            On = item.Member("on")?.Choice(Stages),
            Name = item.Member("name")?.RequireText(DeviceLimits.MaxNameLength),
            Pattern = item.Member("pattern")?.RequireText(GuardrailRule.MaxPattern),
            With = item.Member("with")?.RequireText(GuardrailRule.MaxText, allowEmpty: true),
            Reason = item.Member("reason")?.RequireText(GuardrailRule.MaxText),
        };
        return rule.Check() is { } wrong ? throw item.Error(wrong) : rule;
    }
}
