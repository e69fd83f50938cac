using System.Globalization;
using System.Text.Json;
using Hanzo.Network.Conversations;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Simulation.Work;

/// <summary>A tool with an effect outside the network: tells when it begins and how it ends.</summary>
public sealed class ScriptedTool : AIFunction
{
    public const int MostAmount = 100;

    private static readonly TimeRange Usual = TimeRange.Seconds(0.1, 3);
    private static readonly TimeRange Rare = TimeRange.Seconds(5, 12);

    /// <summary>Beyond every tool's timeout.</summary>
    private static readonly TimeSpan Hangs = TimeSpan.FromMinutes(2);

    /// <summary>A cut after so much of the timeout, by a clock that may have been set right meanwhile, was the timeout.</summary>
    private const double NearlyAll = 0.8;

    private static readonly JsonElement Schema = JsonDocument.Parse(
        $$"""
        {
          "type": "object",
          "properties": {
            "label": { "type": "string" },
            "amount": { "type": "integer", "minimum": 1, "maximum": {{MostAmount}} }
          },
          "required": ["label", "amount"]
        }
        """).RootElement.Clone();

    private readonly WorkPlace _place;
    private readonly EffectWeather _weather;
    private readonly CallDice _dice;
    private readonly ToolOptions _options;

    private ScriptedTool(string name, ToolOptions options, WorkPlace place, EffectWeather weather, ulong seed)
    {
        (Name, _options, _place, _weather) = (name, options, place, weather);
        _dice = new CallDice(seed);
    }

    public override string Name { get; }

    public override string Description => $"Does what '{Name}' says, {_options.Effect}.";

    public override JsonElement JsonSchema => Schema;

    internal static Tool Create(string name, ToolOptions options, WorkPlace place, EffectWeather weather, ulong seed) =>
        new(new ScriptedTool(name, options, place, weather, seed), options);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var key = arguments.Context?[CallEffect.KeyName] as string
            ?? throw new ArgumentException($"the arguments carry no '{CallEffect.KeyName}'.", nameof(arguments));
        var (label, amount) = (Read(arguments, "label").GetString(), Read(arguments, "amount").GetInt32());
        var random = _dice.For(key);
        var takes = random.Next(50) == 0 ? Hangs : CallDice.Time(random, Usual, Rare, rarity: 20) + _weather.ToolDelay;
        var fails = random.Chance(_weather.ToolFailure);
        await WorkAsync(key, takes, fails, cancellationToken);
        return fails
            ? throw new InvalidOperationException($"'{Name}' is out of order.")
            : string.Create(CultureInfo.InvariantCulture, $"{Name} {label}: {amount}");
    }

    private static JsonElement Read(AIFunctionArguments arguments, string name) => (JsonElement)arguments[name]!;

    private async Task WorkAsync(string key, TimeSpan takes, bool fails, CancellationToken cancellation)
    {
        var started = _place.Clock.GetTimestamp();
        _place.Started(key, _options.Effect.ToString());
        try
        {
            await Task.Delay(takes, _place.World, cancellation);
        }
        catch (OperationCanceledException)
        {
            var lasted = _place.Clock.GetElapsedTime(started);
            _place.Ended(key, lasted >= _options.Timeout * NearlyAll ? EffectEnd.TimedOut : EffectEnd.Cut);
            throw;
        }

        _place.Ended(key, fails ? EffectEnd.Failed : EffectEnd.Done);
    }
}
