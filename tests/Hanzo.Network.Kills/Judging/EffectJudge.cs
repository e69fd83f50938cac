using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Kills.Judging;

/// <summary>Only what may be repeated took effect twice, and what a history tells as done took effect.</summary>
internal static class EffectJudge
{
    /// <param name="effects">How often each call took effect.</param>
    public static IEnumerable<string> Twice(IReadOnlyDictionary<EffectCall, int> effects) => effects
        .Where(effect => effect.Value > 1 && WorkAgent.PolicyOf(effect.Key.Tool) != ToolEffect.Idempotent)
        .OrderBy(effect => effect.Key.Key, StringComparer.Ordinal)
        .Select(effect => $"'{effect.Key.Tool}' took effect {effect.Value} times: {effect.Key.Key}");

    /// <returns>Effects beyond the first of each call, of all tools.</returns>
    public static int Repeated(IReadOnlyDictionary<EffectCall, int> effects) => effects.Values.Sum(times => times - 1);

    public static IEnumerable<string> Missing(RunLog log, RunEnd end, IReadOnlyDictionary<EffectCall, int> effects)
    {
        foreach (var call in end.History.Where(step => step.Type == RunEventTypes.ToolCalled))
        {
            var tool = JsonNode.Parse(call.Data)!["tool"]!.GetValue<string>();
            var key = log.KeyOf(call.Step!.Value);
            if (HasReturned(end, call.Step) && !effects.ContainsKey(new EffectCall(key, tool)))
                yield return $"run {log.Id} says that '{tool}' was done, and it took no effect: {key}";
        }
    }

    /// <summary>A call that failed, or that a person did not allow, has an error and no output.</summary>
    private static bool HasReturned(RunEnd end, int? step) => end.History.Any(
        result => result.Type == RunEventTypes.ToolResult && result.Step == step && JsonNode.Parse(result.Data)!["output"] is not null);
}
