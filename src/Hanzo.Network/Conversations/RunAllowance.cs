using System.Globalization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>What a run may still do: the limits of its request and of its agent, against what it has used.</summary>
internal sealed class RunAllowance(RunState run, Agent agent)
{
    /// <summary>With fewer tokens left no model is asked.</summary>
    public const int LeastOutput = 16;

    private readonly RunLimits _limits = (agent.Limits ?? RunLimits.None).And(run.Limits);

    public int Iterations => _limits.Iterations ?? RunLimits.DefaultIterations;

    /// <summary>A call whose model does not say what it used is estimated.</summary>
    public bool CountsTokens => _limits.Tokens is not null || _limits.Usd is not null;

    /// <summary>Why the model is not asked again, whatever it would be told; null: it may be.</summary>
    public string? WhyNoTurn() =>
        run.ModelCalls >= Iterations ? $"no answer after {Iterations} model calls, the most a run may make."
        : run.Used.ModelCalls >= _limits.ModelCalls ? $"its budget of {_limits.ModelCalls} model calls is used up."
        : null;

    /// <param name="input">Tokens that the model would be told.</param>
    public string? WhyNoModelCall(long input)
    {
        if (WhyNoTurn() is { } over) return over;
        if (_limits.Tokens is { } tokens && run.Used.Tokens + input + LeastOutput > tokens)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"its budget of {tokens:#,0} tokens is used up: {run.Used.Tokens:#,0} were used, the next call takes {input:#,0} or more.");
        if (_limits.Usd is not { } usd) return null;
        if (agent.Price is not { } price) return $"its budget of {Text(usd)} US dollars cannot be kept: agent '{agent.Name}' has no price.";
        return run.Used.Usd + price.Of(input, LeastOutput) > usd
            ? $"its budget of {Text(usd)} US dollars is used up: {Text(run.Used.Usd)} were used."
            : null;
    }

    /// <summary>Null: a summary may be asked for, and something is left for the answer.</summary>
    /// <param name="tokens">That the summary takes at most.</param>
    public string? WhyNoSummary(long tokens) => run.Used.ModelCalls + 2 > _limits.ModelCalls
        ? $"its budget of {_limits.ModelCalls} model calls leaves only the answer."
        : WhyNoModelCall(tokens);

    /// <summary>Tokens that the model may answer with; null: as many as it likes.</summary>
    /// <param name="input">Tokens that it is told.</param>
    public int? MaxOutput(long input)
    {
        var most = long.MaxValue;
        if (_limits.Tokens is { } tokens) most = tokens - run.Used.Tokens - input;
        if (_limits.Usd is { } usd && agent.Price is { } price)
            most = Math.Min(most, price.OutputFor(usd - run.Used.Usd - price.Of(input, 0)));
        return most == long.MaxValue ? null : (int)Math.Min(most, int.MaxValue);
    }

    /// <summary>Null: the run may make one more.</summary>
    public string? WhyNoToolCall() =>
        run.Used.ToolCalls >= _limits.ToolCalls ? $"not called: the run's budget of {_limits.ToolCalls} tool calls is used up." : null;

    /// <summary>
    /// What each of some agents may use that are asked at once: equal parts of what is left, a call of the model for the answer and the
    /// run's own calls of tools apart.
    /// </summary>
    /// <param name="calls">Of the reply that asks for them, tools and agents.</param>
    public RunLimits Share(int calls, int agents) => agents == 0 ? RunLimits.None : new RunLimits
    {
        ModelCalls = (_limits.ModelCalls - run.Used.ModelCalls - 1) / agents,
        ToolCalls = _limits.ToolCalls is { } most ? Math.Max(0, (most - run.Used.ToolCalls - calls) / agents) : null,
        Tokens = (_limits.Tokens - run.Used.Tokens) / agents,
        Usd = _limits.Usd is { } usd ? Math.Max(0, (usd - run.Used.Usd) / agents) : null,
    };

    private static string Text(decimal usd) => usd.ToString("0.######", CultureInfo.InvariantCulture);
}
