namespace Hanzo.Network.Agents;

/// <summary>What the tokens of an agent's model cost, in US dollars a million; 0 for a model of one's own.</summary>
public sealed record ModelPrice(decimal Input, decimal Output)
{
    /// <summary>Of a million tokens.</summary>
    public const decimal Most = 100_000;

    private const decimal Million = 1_000_000;

    public decimal Of(long inputTokens, long outputTokens) => (inputTokens * Input + outputTokens * Output) / Million;

    /// <summary>As many tokens as the model may say for so much money.</summary>
    internal long OutputFor(decimal usd) => Output == 0 ? long.MaxValue : (long)Math.Min(usd * Million / Output, long.MaxValue / 2);

    /// <returns>The error for the user, or null.</returns>
    public string? Check() => Input is >= 0 and <= Most && Output is >= 0 and <= Most
        ? null
        : $"price is {Input} and {Output} US dollars a million tokens of input and output; both must be 0 to {Most}.";
}
