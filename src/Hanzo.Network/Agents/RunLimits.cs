using System.Globalization;

namespace Hanzo.Network.Agents;

/// <summary>
/// What one run may use at most. An agent's count for each of its runs; those of a request for all that its run does, the runs of
/// agents that it asks included. Null: no limit of that kind, but for <see cref="Iterations"/>.
/// </summary>
public sealed record RunLimits
{
    public const int DefaultIterations = 10;
    public const int MostIterations = 100;
    public const int MostModelCalls = 10_000;
    public const int MostToolCalls = 10_000;
    public const long MostTokens = 1_000_000_000;
    public const decimal MostUsd = 1_000_000;

    public static readonly RunLimits None = new();

    /// <summary>
    /// Turns of the run's own agent, each a reply of its model and the calls that it asks for; null: <see cref="DefaultIterations"/>.
    /// </summary>
    public int? Iterations { get; init; }

    public int? ModelCalls { get; init; }
    public int? ToolCalls { get; init; }

    /// <summary>Of input and output together, as models tell them; where one does not, a token is taken for four bytes.</summary>
    public long? Tokens { get; init; }

    /// <summary>US dollars by the agent's <see cref="Agent.Price"/>.</summary>
    public decimal? Usd { get; init; }

    /// <summary>The lower of both, kind by kind.</summary>
    public RunLimits And(RunLimits? other) => other is null ? this : new RunLimits
    {
        Iterations = Lower(Iterations, other.Iterations),
        ModelCalls = Lower(ModelCalls, other.ModelCalls),
        ToolCalls = Lower(ToolCalls, other.ToolCalls),
        Tokens = Lower(Tokens, other.Tokens),
        Usd = Lower(Usd, other.Usd),
    };

    /// <returns>The error for the user, or null.</returns>
    public string? Check() =>
        Check("iterations", Iterations, 1, MostIterations)
        ?? Check("model_calls", ModelCalls, 1, MostModelCalls)
        ?? Check("tool_calls", ToolCalls, 0, MostToolCalls)
        ?? Check("tokens", Tokens, 1, MostTokens)
        ?? Check("usd", Usd, 0, MostUsd);

    private static string? Check(string name, decimal? value, decimal least, decimal most) => value < least || value > most
        ? string.Create(CultureInfo.InvariantCulture, $"limits.{name} is {value}; it must be {least} to {most:#,0}.")
        : null;

    private static T? Lower<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is { } first && other is { } second ? first.CompareTo(second) <= 0 ? one : other : one ?? other;
}
