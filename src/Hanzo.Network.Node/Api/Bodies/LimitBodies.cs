using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>What a run may use at most, as <see cref="RunLimits"/>.</summary>
internal sealed record LimitsBody(long? Iterations, long? ModelCalls, long? ToolCalls, long? Tokens, decimal? Usd)
{
    public static readonly string[] Whole = ["iterations", "model_calls", "tool_calls", "tokens"];
    public static readonly string[] Broken = ["usd"];

    public static LimitsBody From(RunLimits limits) =>
        new(limits.Iterations, limits.ModelCalls, limits.ToolCalls, limits.Tokens, limits.Usd);

    /// <param name="fields">Null: there are no limits.</param>
    public static RunLimits? Read(IReadOnlyDictionary<string, decimal>? fields)
    {
        return fields is null ? null : new RunLimits
        {
            Iterations = (int?)Find("iterations", int.MaxValue),
            ModelCalls = (int?)Find("model_calls", int.MaxValue),
            ToolCalls = (int?)Find("tool_calls", int.MaxValue),
            Tokens = (long?)Find("tokens", long.MaxValue),
            Usd = Find("usd", decimal.MaxValue),
        };

        // What fits no type is beyond the limit as well.
        decimal? Find(string name, decimal most) =>
            fields.TryGetValue(name, out var number) ? Math.Clamp(number, -1, most) : null;
    }
}

/// <summary>What a run has used, as <see cref="RunUsage"/>.</summary>
internal sealed record UsageBody(int ModelCalls, int ToolCalls, long InputTokens, long OutputTokens, decimal Usd)
{
    public static UsageBody From(RunUsage usage) =>
        new(usage.ModelCalls, usage.ToolCalls, usage.InputTokens, usage.OutputTokens, usage.Usd);
}
