using Hanzo.Network.Files;

namespace Hanzo.Network.Agents;

/// <summary>The fields <c>limits</c> and <c>price</c> of an agent.</summary>
internal static class RunLimitsReader
{
    internal static readonly string[] Fields = ["iterations", "model_calls", "tool_calls", "tokens", "usd"];
    internal static readonly string[] PriceFields = ["input", "output"];

    public static RunLimits Read(LocatedJson limits)
    {
        limits.RequireObject(Fields);
        return new RunLimits
        {
            Iterations = (int?)limits.Integer("iterations", 1, RunLimits.MostIterations, "turns"),
            ModelCalls = (int?)limits.Integer("model_calls", 1, RunLimits.MostModelCalls, "calls"),
            ToolCalls = (int?)limits.Integer("tool_calls", 0, RunLimits.MostToolCalls, "calls"),
            Tokens = limits.Integer("tokens", 1, RunLimits.MostTokens, "tokens"),
            Usd = (decimal?)limits.Number("usd", 0, (double)RunLimits.MostUsd, "US dollars"),
        };
    }

    public static ModelPrice ReadPrice(LocatedJson price)
    {
        price.RequireObject(PriceFields);
        return new ModelPrice(Read(price, "input"), Read(price, "output"));
    }

    private static decimal Read(LocatedJson price, string field)
    {
        price.Require(field);
        return (decimal)price.Number(field, 0, (double)ModelPrice.Most, "US dollars a million tokens")!.Value;
    }
}
