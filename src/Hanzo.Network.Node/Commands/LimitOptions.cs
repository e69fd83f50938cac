using System.CommandLine;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Commands;

/// <summary>What a run may use at most: <c>--max-iterations</c> and the like.</summary>
internal sealed class LimitOptions
{
    private readonly Option<long?> _iterations =
        Whole("--max-iterations", "Turns of the agent; 10 unless given.", RunLimits.MostIterations);

    private readonly Option<long?> _modelCalls =
        Whole("--max-model-calls", "Calls of models, those of agents that it asks included.", RunLimits.MostModelCalls);

    private readonly Option<long?> _toolCalls = Whole("--max-tool-calls", "Calls of tools.", RunLimits.MostToolCalls, least: 0);
    private readonly Option<long?> _tokens = Whole("--max-tokens", "Tokens, input and output together.", RunLimits.MostTokens);
    private readonly Option<decimal?> _usd = new("--max-usd") { Description = "US dollars, by the price of the agent.", HelpName = "USD" };

    public LimitOptions() => _usd.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<decimal?>() is < 0 or > RunLimits.MostUsd)
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"--max-usd must be 0 to {RunLimits.MostUsd:#,0}."));
    });

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _iterations, _modelCalls, _toolCalls, _tokens, _usd }) command.Options.Add(option);
    }

    /// <summary>Null: none is given.</summary>
    public LimitsBody? Read(ParseResult parsed)
    {
        var limits = new LimitsBody(
            parsed.GetValue(_iterations), parsed.GetValue(_modelCalls), parsed.GetValue(_toolCalls), parsed.GetValue(_tokens),
            parsed.GetValue(_usd));
        return limits == new LimitsBody(null, null, null, null, null) ? null : limits;
    }

    private static Option<long?> Whole(string name, string what, long most, long least = 1)
    {
        var option = new Option<long?>(name) { Description = what, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long?>() is { } value && (value < least || value > most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be {least} to {most:#,0}."));
        });
        return option;
    }
}
