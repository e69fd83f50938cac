using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Agents;

/// <summary>What a run has used, the runs of agents that it asked included.</summary>
public sealed record RunUsage
{
    public static readonly RunUsage None = new();

    public int ModelCalls { get; init; }
    public int ToolCalls { get; init; }

    /// <summary>As models tell them; 0 for calls of which they do not.</summary>
    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>US dollars of calls whose price is known.</summary>
    public decimal Usd { get; init; }

    [JsonIgnore]
    public long Tokens => InputTokens + OutputTokens;

    public static RunUsage operator +(RunUsage one, RunUsage other) => one.Add(other);

    public RunUsage Add(RunUsage other) => new()
    {
        ModelCalls = ModelCalls + other.ModelCalls,
        ToolCalls = ToolCalls + other.ToolCalls,
        InputTokens = InputTokens + other.InputTokens,
        OutputTokens = OutputTokens + other.OutputTokens,
        Usd = Usd + other.Usd,
    };

    /// <summary>As events of runs tell it.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["model_calls"] = ModelCalls, ["tool_calls"] = ToolCalls, ["input_tokens"] = InputTokens, ["output_tokens"] = OutputTokens,
        };
        if (Usd > 0) json["usd"] = Usd;
        return json;
    }

    /// <summary>Null: nothing is told.</summary>
    public static RunUsage? FromJson(JsonNode? json) => json is not JsonObject told ? null : new RunUsage
    {
        ModelCalls = told["model_calls"]?.GetValue<int>() ?? 0,
        ToolCalls = told["tool_calls"]?.GetValue<int>() ?? 0,
        InputTokens = told["input_tokens"]?.GetValue<long>() ?? 0,
        OutputTokens = told["output_tokens"]?.GetValue<long>() ?? 0,
        Usd = told["usd"]?.GetValue<decimal>() ?? 0,
    };
}
